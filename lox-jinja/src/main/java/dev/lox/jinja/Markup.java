// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** A string that was marked safe. HTML characters of strings concatenated with it are escaped. */
record Markup(String text) {
    /** An escaped text is at most so many times as long. */
    static final long MOST_PER_CHARACTER = 5;

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    /** An operand of a concatenation in which one side is markup. */
    static String escaped(Object part) {
        return part instanceof Markup markup ? markup.text : escape((String) part);
    }
}
