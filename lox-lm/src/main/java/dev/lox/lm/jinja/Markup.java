// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

/** A string that was marked safe: what is added to it gets its HTML characters escaped. */
record Markup(String text) {
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    /** A part of a sum that has markup on either side. */
    static String escaped(Object part) {
        return part instanceof Markup markup ? markup.text : escape((String) part);
    }
}
