// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.List;

/** A stream of a template's tokens. */
final class Tokens {
    private final String template;
    private final List<Token> tokens;
    private int at;

    Tokens(String template, List<Token> tokens) {
        this.template = template;
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token after the next. */
    Token second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    /** Returns the next token; the last one can be read repeatedly. */
    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) at++;
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean at(Token.Kind kind) {
        return peek().kind() == kind;
    }

    boolean atOperator(String operator) {
        return peek().isOperator(operator);
    }

    boolean atName(String name) {
        return peek().isName(name);
    }

    boolean skipOperator(String operator) {
        boolean there = atOperator(operator);
        if (there) next();
        return there;
    }

    boolean skipName(String name) {
        boolean there = atName(name);
        if (there) next();
        return there;
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) throw unexpected("'" + operator + "'");
    }

    void expectName(String name) {
        if (!skipName(name)) throw unexpected("'" + name + "'");
    }

    void expect(Token.Kind kind, String description) {
        if (!at(kind)) throw unexpected(description);
        next();
    }

    String expectAnyName() {
        if (!at(Token.Kind.NAME)) throw unexpected("a name");
        return next().text();
    }

    TemplateException unexpected(String expected) {
        return error("expected " + expected + ", got " + peek().describe());
    }

    TemplateException error(String what) {
        return error(line(), what);
    }

    TemplateException error(int line, String what) {
        return new TemplateException(template, line, what);
    }
}
