// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Parses operands: names, literals, brackets, and the subscripts and calls that follow them. */
final class OperandParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;
    private final Consumer<String> names;

    OperandParser(Tokens tokens, ExpressionParser expressions, Consumer<String> names) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.names = names;
    }

    Expr primary() {
        Token token = tokens.next();
        int line = token.line();
        return switch (token.kind()) {
            case NAME -> name(token);
            case STRING -> new Expr.Constant(line, strings(token));
            case NUMBER -> new Expr.Constant(line, token.value());
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesized(line);
                    case "[" -> list(line);
                    case "{" -> dict(line);
                    default -> throw tokens.error(line, "unexpected " + token.describe());
                };
            default -> throw tokens.error(line, "unexpected " + token.describe());
        };
    }

    private Expr name(Token token) {
        Object constant =
                switch (token.text()) {
                    case "true", "True" -> true;
                    case "false", "False" -> false;
                    case "none", "None" -> None.NONE;
                    default -> Undefined.name(token.text());
                };
        if (!(constant instanceof Undefined)) return new Expr.Constant(token.line(), constant);
        names.accept(token.text());
        return new Expr.Name(token.line(), token.text());
    }

    /** Adjacent strings are concatenated. */
    private String strings(Token first) {
        StringBuilder all = new StringBuilder((String) first.value());
        while (tokens.at(Token.Kind.STRING)) all.append(tokens.next().value());
        return all.toString();
    }

    private Expr parenthesized(int line) {
        if (tokens.skipOperator(")")) return new Expr.TupleOf(line, List.of());
        Expr inner = expressions.tuple(true);
        tokens.expectOperator(")");
        return inner;
    }

    private Expr list(int line) {
        List<Expr> items = new ArrayList<>();
        while (!tokens.skipOperator("]")) {
            if (!items.isEmpty()) tokens.expectOperator(",");
            if (tokens.skipOperator("]")) break;
            items.add(expressions.expression());
        }
        return new Expr.ListOf(line, items);
    }

    private Expr dict(int line) {
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keys.isEmpty()) tokens.expectOperator(",");
            if (tokens.skipOperator("}")) break;
            keys.add(expressions.expression());
            tokens.expectOperator(":");
            values.add(expressions.expression());
        }
        return new Expr.DictOf(line, keys, values);
    }

    /** Applies the attributes, subscripts and calls that follow to a value. */
    Expr postfix(Expr start) {
        Expr value = start;
        while (true) {
            int line = tokens.line();
            if (tokens.skipOperator(".")) value = member(value, line);
            else if (tokens.skipOperator("[")) value = subscript(value, line);
            else if (tokens.atOperator("(")) value = new Expr.Call(line, value, arguments());
            else return value;
        }
    }

    private Expr member(Expr of, int line) {
        Token name = tokens.next();
        if (name.kind() == Token.Kind.NAME) return new Expr.Attribute(line, of, name.text());
        if (name.kind() != Token.Kind.NUMBER || name.value() instanceof Double)
            throw tokens.error(line, "expected a name or number after the dot, got " + name.describe());
        return new Expr.Item(line, of, new Expr.Constant(line, name.value()));
    }

    private Expr subscript(Expr of, int line) {
        Expr none = new Expr.Constant(line, None.NONE);
        List<Expr> bounds = new ArrayList<>();
        bounds.add(atBoundEnd() ? none : expressions.expression());
        while (bounds.size() < 3 && tokens.skipOperator(":"))
            bounds.add(atBoundEnd() ? none : expressions.expression());
        boolean empty = bounds.size() == 1 && tokens.atOperator("]") && bounds.get(0) == none;
        if (empty || tokens.atOperator(",")) throw tokens.error("a subscript of several values is not supported");
        tokens.expectOperator("]");
        if (bounds.size() == 1) return new Expr.Item(line, of, bounds.get(0));
        return new Expr.Slice(line, of, bounds.get(0), bounds.get(1), bounds.size() == 3 ? bounds.get(2) : none);
    }

    private boolean atBoundEnd() {
        return tokens.atOperator(":") || tokens.atOperator("]");
    }

    ArgumentList arguments() {
        tokens.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        Optional<Expr> all = Optional.empty();
        Optional<Expr> allNamed = Optional.empty();
        boolean comma = false;
        while (!tokens.skipOperator(")")) {
            if (comma) tokens.expectOperator(",");
            comma = true;
            if (tokens.skipOperator(")")) break;
            int line = tokens.line();
            boolean starsSeen = all.isPresent() || allNamed.isPresent();
            if (!starsSeen && tokens.skipOperator("*")) all = Optional.of(expressions.expression());
            else if (allNamed.isEmpty() && tokens.skipOperator("**")) allNamed = Optional.of(expressions.expression());
            else if (allNamed.isEmpty()
                    && tokens.at(Token.Kind.NAME)
                    && tokens.second().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                if (named.put(name, expressions.expression()) != null)
                    throw tokens.error(line, "keyword argument repeated: " + name);
            } else if (!starsSeen && named.isEmpty()) positional.add(expressions.expression());
            else throw tokens.error(line, "invalid syntax for function call expression");
        }
        return new ArgumentList(positional, named, all, allNamed);
    }
}
