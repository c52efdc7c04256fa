// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Parses expressions by the precedence of their operators. */
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
    private final OperandParser operands;
    private int depth;

    // Unknown filters and tests. Those in conditional code fail only when they are reached.
    private final List<TemplateException> unknown = new ArrayList<>();
    private boolean conditional;

    /** @param names receives every variable that is read */
    ExpressionParser(Tokens tokens, Consumer<String> names) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this, names);
    }

    /** Sets whether the code parsed next is conditional; returns the previous setting. */
    boolean setConditional(boolean now) {
        boolean before = conditional;
        conditional = now;
        return before;
    }

    /** Throws if unconditional code uses an unknown filter or test. */
    void checkKnown() {
        if (!unknown.isEmpty()) throw unknown.get(0);
    }

    /** An expression, or a tuple of expressions separated by commas. */
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
     * @param filters whether following filters and tests apply to this operand; in {@code -x|abs} they apply to the
     *     whole expression
     */
    private Expr unary(boolean filters) {
        if (++depth > MAX_DEPTH) throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels");
        int line = tokens.line();
        Expr value;
        if (tokens.skipOperator("-")) value = new Expr.Signed(line, true, unary(false));
        else if (tokens.skipOperator("+")) value = new Expr.Signed(line, false, unary(false));
        else value = operands.primary();
        value = operands.postfix(value);
        depth--;
        return filters ? filtersAndTests(value) : value;
    }

    private Expr filtersAndTests(Expr start) {
        Expr value = start;
        while (true) {
            int line = tokens.line();
            if (tokens.atOperator("|")) value = filters(value);
            else if (tokens.skipName("is")) value = test(value, line);
            else if (tokens.atOperator("(")) value = new Expr.Call(line, value, operands.arguments());
            else return value;
        }
    }

    /** Applies all the filters that follow to a value. */
    Expr filters(Expr input) {
        Expr value = input;
        while (tokens.skipOperator("|")) value = filter(value);
        return value;
    }

    /** Applies the filter that follows, without a leading pipe. */
    Expr filter(Expr input) {
        int line = tokens.line();
        String name = dotted();
        if (!Filter.ALL.containsKey(name)) note(line, "filter '" + name + "' is not known");
        return new Expr.Filtered(line, input, name, tokens.atOperator("(") ? operands.arguments() : ArgumentList.NONE);
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
        if (tokens.atOperator("(")) arguments = operands.arguments();
        else if (atTestArgument()) {
            if (tokens.atName("is")) throw tokens.error("tests cannot be chained");
            arguments = ArgumentList.of(List.of(operands.postfix(operands.primary())));
        }
        Expr test = new Expr.Tested(line, input, name, arguments);
        return negated ? new Expr.Not(line, test) : test;
    }

    /** Whether the argument of a test follows, which needs no parentheses. */
    private boolean atTestArgument() {
        return switch (tokens.peek().kind()) {
            case NAME -> !NO_TEST_ARGUMENT.contains(tokens.peek().text());
            case STRING, NUMBER -> true;
            case OPERATOR -> tokens.atOperator("[") || tokens.atOperator("{");
            default -> false;
        };
    }
}
