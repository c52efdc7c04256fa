// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Expressions, by the binding power of their operators. */
final class ExpressionParser {
    private static final int OR = 10;
    private static final int AND = 20;
    private static final int NOT = 30;
    private static final int COMPARISON = 40;
    private static final int CONCATENATION = 60;
    private static final Map<String, Integer> POWERS = Map.ofEntries(
            Map.entry("==", COMPARISON),
            Map.entry("!=", COMPARISON),
            Map.entry("<", COMPARISON),
            Map.entry("<=", COMPARISON),
            Map.entry(">", COMPARISON),
            Map.entry(">=", COMPARISON),
            Map.entry("+", 50),
            Map.entry("-", 50),
            Map.entry("~", CONCATENATION),
            Map.entry("*", 70),
            Map.entry("/", 70),
            Map.entry("//", 70),
            Map.entry("%", 70),
            Map.entry("**", 80));
    private static final Set<String> NO_TEST_ARGUMENT = Set.of("else", "or", "and");

    private static final int MAX_DEPTH = 100;

    private final Tokens tokens;
    private final Consumer<String> names;
    private int depth;

    // Filters and tests that do not exist. Those that only a condition leads to fail when they are reached.
    private final List<TemplateException> unknown = new ArrayList<>();
    private boolean conditional;

    /**
     * @param names is told of every variable that is read
     */
    ExpressionParser(Tokens tokens, Consumer<String> names) {
        this.tokens = tokens;
        this.names = names;
    }

    /** Whether what is read next is reached on a condition only. */
    boolean setConditional(boolean now) {
        boolean before = conditional;
        conditional = now;
        return before;
    }

    /** Fails if something was read that fails whenever it is reached. */
    void checkKnown() {
        if (!unknown.isEmpty()) throw unknown.get(0);
    }

    /** An expression, or several with commas between them, which are a tuple. */
    Expr tuple(boolean conditionals, String... ends) {
        int line = tokens.line();
        List<Expr> items = new ArrayList<>();
        boolean comma = false;
        while (!atTupleEnd(ends)) {
            items.add(conditionals ? expression() : binary(OR));
            if (!tokens.skipOperator(",")) break;
            comma = true;
        }
        if (comma) return new Expr.TupleOf(line, items);
        if (items.isEmpty()) throw tokens.unexpected("an expression");
        return items.get(0);
    }

    private boolean atTupleEnd(String... ends) {
        if (tokens.at(Token.Kind.PRINT_END) || tokens.at(Token.Kind.TAG_END) || tokens.atOperator(")")) return true;
        for (String end : ends) if (tokens.atName(end)) return true;
        return false;
    }

    Expr expression() {
        if (++depth > MAX_DEPTH) throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels");
        int line = tokens.line();
        int known = unknown.size();
        Expr value = binary(OR);
        while (tokens.skipName("if")) {
            unknown.subList(known, unknown.size()).clear();
            boolean around = setConditional(true);
            Expr condition = binary(OR);
            Optional<Expr> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            setConditional(around);
            value = new Expr.Conditional(line, condition, value, otherwise);
        }
        depth--;
        return value;
    }

    private Expr binary(int least) {
        if (++depth > MAX_DEPTH) throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels");
        Expr left;
        if (least <= NOT && tokens.atName("not")) {
            int line = tokens.next().line();
            left = new Expr.Not(line, binary(NOT));
        } else left = unary(true);
        for (int power = power(); power >= least; power = power()) left = joined(left, power);
        depth--;
        return left;
    }

    private int power() {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.OPERATOR) return POWERS.getOrDefault(token.text(), -1);
        if (token.isName("or")) return OR;
        if (token.isName("and")) return AND;
        boolean in =
                token.isName("in") || token.isName("not") && tokens.second().isName("in");
        return in ? COMPARISON : -1;
    }

    private Expr joined(Expr left, int power) {
        int line = tokens.line();
        if (power == COMPARISON) return comparisons(left);
        if (power == CONCATENATION) {
            List<Expr> parts = new ArrayList<>(List.of(left));
            while (tokens.skipOperator("~")) parts.add(binary(CONCATENATION + 1));
            return new Expr.Concatenation(line, parts);
        }
        String operator = tokens.next().text();
        Expr right = binary(power + 1);
        return switch (power) {
            case OR -> new Expr.Or(line, left, right);
            case AND -> new Expr.And(line, left, right);
            default -> new Expr.Binary(line, operator, left, right);
        };
    }

    private Expr comparisons(Expr first) {
        int line = tokens.line();
        List<String> operators = new ArrayList<>();
        List<Expr> others = new ArrayList<>();
        while (power() == COMPARISON) {
            String operator = tokens.next().text();
            if (operator.equals("not")) {
                tokens.expectName("in");
                operator = "not in";
            }
            operators.add(operator);
            others.add(binary(COMPARISON + 1));
        }
        return new Expr.Comparisons(line, first, operators, others);
    }

    /**
     * @param filters whether filters and tests that follow belong to it: in {@code -x|abs} they belong to the whole
     */
    private Expr unary(boolean filters) {
        if (++depth > MAX_DEPTH) throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels");
        int line = tokens.line();
        Expr value;
        if (tokens.skipOperator("-")) value = new Expr.Signed(line, true, unary(false));
        else if (tokens.skipOperator("+")) value = new Expr.Signed(line, false, unary(false));
        else value = primary();
        value = postfix(value);
        depth--;
        return filters ? filtersAndTests(value) : value;
    }

    private Expr primary() {
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

    /** Strings that follow each other are one. */
    private String strings(Token first) {
        StringBuilder all = new StringBuilder((String) first.value());
        while (tokens.at(Token.Kind.STRING)) all.append(tokens.next().value());
        return all.toString();
    }

    private Expr parenthesized(int line) {
        if (tokens.skipOperator(")")) return new Expr.TupleOf(line, List.of());
        Expr inner = tuple(true);
        tokens.expectOperator(")");
        return inner;
    }

    private Expr list(int line) {
        List<Expr> items = new ArrayList<>();
        while (!tokens.skipOperator("]")) {
            if (!items.isEmpty()) tokens.expectOperator(",");
            if (tokens.skipOperator("]")) break;
            items.add(expression());
        }
        return new Expr.ListOf(line, items);
    }

    private Expr dict(int line) {
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!keys.isEmpty()) tokens.expectOperator(",");
            if (tokens.skipOperator("}")) break;
            keys.add(expression());
            tokens.expectOperator(":");
            values.add(expression());
        }
        return new Expr.DictOf(line, keys, values);
    }

    private Expr postfix(Expr start) {
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
        bounds.add(atBoundEnd() ? none : expression());
        while (bounds.size() < 3 && tokens.skipOperator(":")) bounds.add(atBoundEnd() ? none : expression());
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
            if (!starsSeen && tokens.skipOperator("*")) all = Optional.of(expression());
            else if (allNamed.isEmpty() && tokens.skipOperator("**")) allNamed = Optional.of(expression());
            else if (allNamed.isEmpty()
                    && tokens.at(Token.Kind.NAME)
                    && tokens.second().isOperator("=")) {
                String name = tokens.next().text();
                tokens.next();
                if (named.put(name, expression()) != null)
                    throw tokens.error(line, "keyword argument repeated: " + name);
            } else if (!starsSeen && named.isEmpty()) positional.add(expression());
            else throw tokens.error(line, "invalid syntax for function call expression");
        }
        return new ArgumentList(positional, named, all, allNamed);
    }

    private Expr filtersAndTests(Expr start) {
        Expr value = start;
        while (true) {
            int line = tokens.line();
            if (tokens.atOperator("|")) value = filters(value);
            else if (tokens.skipName("is")) value = test(value, line);
            else if (tokens.atOperator("(")) value = new Expr.Call(line, value, arguments());
            else return value;
        }
    }

    /** A value through all the filters that follow. */
    Expr filters(Expr input) {
        Expr value = input;
        while (tokens.skipOperator("|")) value = filter(value);
        return value;
    }

    /** A value through the filter that follows, without the pipe before it. */
    Expr filter(Expr input) {
        int line = tokens.line();
        String name = dotted();
        if (!Filter.ALL.containsKey(name)) note(line, "filter '" + name + "' is not known");
        return new Expr.Filtered(line, input, name, tokens.atOperator("(") ? arguments() : ArgumentList.NONE);
    }

    private void note(int line, String what) {
        if (!conditional) unknown.add(tokens.error(line, what));
    }

    private String dotted() {
        StringBuilder name = new StringBuilder(tokens.expectAnyName());
        while (tokens.skipOperator(".")) name.append('.').append(tokens.expectAnyName());
        return name.toString();
    }

    private Expr test(Expr input, int line) {
        boolean negated = tokens.skipName("not");
        String name = dotted();
        if (!Test.ALL.containsKey(name)) note(line, "test '" + name + "' is not known");
        ArgumentList arguments = ArgumentList.NONE;
        if (tokens.atOperator("(")) arguments = arguments();
        else if (atTestArgument()) {
            if (tokens.atName("is")) throw tokens.error("tests cannot be chained");
            arguments = ArgumentList.of(List.of(postfix(primary())));
        }
        Expr test = new Expr.Tested(line, input, name, arguments);
        return negated ? new Expr.Not(line, test) : test;
    }

    /** An argument of a test needs no parentheses. */
    private boolean atTestArgument() {
        return switch (tokens.peek().kind()) {
            case NAME -> !NO_TEST_ARGUMENT.contains(tokens.peek().text());
            case STRING, NUMBER -> true;
            case OPERATOR -> tokens.atOperator("[") || tokens.atOperator("{");
            default -> false;
        };
    }
}
