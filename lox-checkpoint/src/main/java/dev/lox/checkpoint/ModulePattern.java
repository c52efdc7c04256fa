// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.MatchBudget;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A key of {@code rank_pattern} or {@code alpha_pattern}: a regular expression for a module's path, or for a suffix of
 * it after a dot, matched as PEFT does ({@code re.match(rf"(.*\.)?({key})$", module)}).
 *
 * <p>Some expressions take exponential time, so matching has a {@link MatchBudget}. Alternatives that would branch without reading a character get a no-op that reads one: otherwise {@code q(|)(|)(|)z} tries every
 * path at the end of "q".
 */
final class ModulePattern {
    private static final int MAX_LENGTH = 1000;

    /** Matches everywhere, but reads the characters around the position to do so. */
    private static final String LOOK = "(?!\\b\\B)";

    // The syntax that Python and Java interpret alike: no flags, look-behind, back references, nested sets or repeated
    // anchors.
    private static final Pattern TOKEN = Pattern.compile("""
            \\\\(?:[dDsSwW]|[^\\p{L}\\p{N}])\
            |\\[\\^?]?(?:\\\\[dDsSwW]|\\\\[^\\p{L}\\p{N}]|[^\\[\\]\\\\&])*+]\
            |(?<branch>\\((?:\\?[:=!]|(?!\\?))|\\|)\
            |[$^](?![*+?{])\
            |[^\\\\\\[(|$^]""");

    private final String key;
    private final Pattern pattern;

    private ModulePattern(String key, Pattern pattern) {
        this.key = key;
        this.pattern = pattern;
    }

    /**
     * @throws PatternSyntaxException if the key is not a regular expression, or is one that Python and Java interpret
     *     differently
     */
    static ModulePattern of(String key) {
        if (key.length() > MAX_LENGTH) throw new PatternSyntaxException("over " + MAX_LENGTH + " characters", key, -1);
        try {
            // Compiled on its own first, so that its brackets cannot close those added around it.
            Pattern.compile(key);
            return new ModulePattern(
                    key,
                    Pattern.compile(
                            "(?:.*\\.)?(?:" + withLooks(key) + ")",
                            Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS));
        } catch (StackOverflowError e) {
            throw new PatternSyntaxException("nested too deep", key, -1);
        }
    }

    private static String withLooks(String key) {
        StringBuilder out = new StringBuilder();
        Matcher token = TOKEN.matcher(key);
        for (int at = 0; at < key.length(); at = token.end()) {
            if (!token.region(at, key.length()).lookingAt())
                throw new PatternSyntaxException("not supported from character " + at + " on", key, at);
            out.append(token.group()).append(token.group("branch") == null ? "" : LOOK);
        }
        return out.toString();
    }

    /** @throws InvalidInputException if matching takes more than the budget has left */
    boolean matches(String module, MatchBudget budget) {
        try {
            // Without text no character is read, so the limit would not apply; every module has a name.
            return !module.isEmpty() && budget.matches(pattern, module);
        } catch (MatchBudget.ExhaustedException e) {
            throw new InvalidInputException(
                    PeftAdapter.CONFIG + ": pattern " + ForeignText.printable(key) + " takes too long to match");
        }
    }
}
