// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.util.regex.Pattern;

/**
 * A repository on the hub at a revision.
 *
 * @param name {@code org/name}
 * @param revision branch, tag, {@code refs/pr/N} or commit
 */
public record RepoId(Kind kind, String name, String revision) {
    /** The default revision. */
    public static final String MAIN = "main";

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NAME = Pattern.compile("\\w([\\w.-]{0,94}\\w)?/\\w([\\w.-]{0,94}\\w)?");

    /** What git's check-ref-format rejects, and colons, which end a revision here. */
    private static final Pattern NO_REVISION =
            Pattern.compile("(^|.*/)(\\..*|[^/]*\\.lock|)($|/.*)|.*(\\.\\.|@\\{|[ ~^:?*\\[\\\\]).*|.*\\.|@");

    /** Kinds of repositories, each with its own namespace. */
    public enum Kind {
        MODEL("model", "models", ""),
        DATASET("data set", "datasets", "datasets/");

        final String word;
        final String plural;

        /** The prefix of the name in the addresses of pages and files. */
        final String prefix;

        Kind(String word, String plural, String prefix) {
            this.word = word;
            this.plural = plural;
            this.prefix = prefix;
        }
    }

    /** @throws InvalidInputException if the name or the revision is invalid */
    public RepoId {
        if (!isName(name))
            throw new InvalidInputException(
                    ForeignText.printable(name) + ": is not a hub id, expected org/name[@revision]");
        // Both become parts of paths, in the cache and on the hub.
        if (revision.length() > 250 || NO_REVISION.matcher(revision).matches() || !ForeignText.isPrintable(revision))
            throw new InvalidInputException(
                    name + ": not a valid git revision, got " + ForeignText.printable(revision));
    }

    /** Whether a repository could have this name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.contains("--") && !text.contains("..") && !text.endsWith(".git");
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** The name of the repository's folder in the cache. */
    String folder() {
        return kind.plural + "--" + name.replace("/", "--");
    }

    @Override
    public String toString() {
        return revision.equals(MAIN) ? name : name + "@" + revision;
    }
}
