// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import dev.lox.base.ForeignText;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Foreign text in Markdown, on one line. */
public final class MarkdownText {
    private static final Pattern BACKTICKS = Pattern.compile("`+");

    private MarkdownText() {}

    /** Text whose markup, links and addresses show as they are written. A mention of somebody is not broken: see {@link #code}. */
    public static String escape(String text) {
        return line(text)
                .replaceAll("[\\\\|`*_<>\\[\\]#@&~$]", "\\\\$0")
                .replace("://", ":\\/\\/")
                .replaceAll("(?i)\\b(www)\\.", "$1\\\\.");
    }

    /**
     * Text as code, in a table's cell or elsewhere. Only there does nothing become a link, a mention or a formula, which
     * sites that show Markdown make from escaped text too.
     */
    public static String code(String text) {
        String line = line(text);
        if (line.isEmpty()) return "";
        int longest = BACKTICKS
                .matcher(line)
                .results()
                .map(MatchResult::group)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        String space = line.startsWith("`") || line.endsWith("`") ? " " : "";
        // A table ends its cell at a bar even in code. After a backslash the bar needs one of its own.
        return fence + space + line.replace("\\|", "\\\\|").replace("|", "\\|") + space + fence;
    }

    private static String line(String text) {
        return ForeignText.inert(text).replaceAll("[\r\n\t]+", " ");
    }
}
