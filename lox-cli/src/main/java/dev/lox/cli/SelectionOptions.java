// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.harden.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** Which tensors a command is about. */
final class SelectionOptions {
    @Option(
            names = "--include",
            paramLabel = "REGEX",
            description = "only tensors whose names match, anywhere in them; repeatable")
    List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "REGEX", description = "no tensors whose names match; repeatable")
    List<String> exclude = new ArrayList<>();

    Selection selection(List<String> problems) {
        return new Selection(patterns("--include", include, problems), patterns("--exclude", exclude, problems));
    }

    private static List<Pattern> patterns(String flag, List<String> texts, List<String> problems) {
        List<Pattern> patterns = new ArrayList<>();
        for (String t : texts) {
            try {
                patterns.add(Pattern.compile(t));
            } catch (PatternSyntaxException e) {
                problems.add(flag + ": not a regular expression (" + e.getDescription() + "), got " + t);
            }
        }
        return patterns;
    }
}
