// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

/** Foreign text in Markdown. */
public final class MarkdownText {
    private MarkdownText() {}

    /** As it stands in a table's cell: neither its end nor markup nor a mention. */
    public static String escape(String text) {
        return text.replaceAll("[\\\\|`*_<>\\[\\]#@]", "\\\\$0")
                .replaceAll("[\r\n\t]+", " ")
                .replaceAll("\\p{Cc}", "\ufffd");
    }
}
