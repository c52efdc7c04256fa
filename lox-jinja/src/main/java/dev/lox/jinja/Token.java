// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/**
 * A token of a template.
 *
 * @param text the source text, without the quotes of strings
 * @param value the value of a string or number
 */
record Token(Kind kind, String text, Object value, int line) {
    enum Kind {
        DATA("text"),
        PRINT_BEGIN("begin of print statement"),
        PRINT_END("end of print statement"),
        TAG_BEGIN("begin of statement block"),
        TAG_END("end of statement block"),
        NAME("name"),
        STRING("string"),
        NUMBER("number"),
        OPERATOR("operator"),
        END("end of template");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    static Token of(Kind kind, String text, int line) {
        return new Token(kind, text, text, line);
    }

    boolean is(Kind kind, String text) {
        return this.kind == kind && this.text.equals(text);
    }

    boolean isOperator(String operator) {
        return is(Kind.OPERATOR, operator);
    }

    boolean isName(String name) {
        return is(Kind.NAME, name);
    }

    String describe() {
        return kind == Kind.NAME || kind == Kind.OPERATOR ? "'" + text + "'" : kind.description;
    }
}
