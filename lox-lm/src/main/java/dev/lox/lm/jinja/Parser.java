// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tags and the text between them. */
final class Parser {
    private static final Set<String> SPECIALS = Set.of("caller", "kwargs", "varargs");
    private static final Set<String> UNSUPPORTED =
            Set.of("autoescape", "block", "extends", "from", "import", "include");
    private static final int MAX_DEPTH = 60;

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private final TargetParser targets;

    // Which special names the macros around have read so far.
    private final Deque<Set<String>> macros = new ArrayDeque<>();

    // Loops that a break here could leave.
    private int loops;
    private int depth;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, this::read);
        this.targets = new TargetParser(tokens);
    }

    static Statement.Body parse(String template, String source) {
        return new Parser(new Tokens(template, Lexer.tokens(template, source))).until(List.of());
    }

    private void read(String name) {
        if (SPECIALS.contains(name)) macros.forEach(seen -> seen.add(name));
    }

    /** Statements up to one of the tags named, which is the next token then, or to the end if none are. */
    private Statement.Body until(List<String> ends) {
        if (++depth > MAX_DEPTH) throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels");
        List<Statement> statements = new ArrayList<>();
        while (!tokens.at(Token.Kind.END)) {
            Token token = tokens.next();
            if (token.kind() == Token.Kind.DATA) statements.add(new Statement.Text(token.line(), token.text()));
            else if (token.kind() == Token.Kind.PRINT_BEGIN) {
                statements.add(new Statement.Output(token.line(), expressions.tuple(true)));
                tokens.expect(Token.Kind.PRINT_END, "'}}'");
            } else {
                if (ends.stream().anyMatch(tokens::atName)) {
                    depth--;
                    return new Statement.Body(statements);
                }
                statements.add(statement(ends));
                tokens.expect(Token.Kind.TAG_END, "'%}'");
            }
        }
        if (!ends.isEmpty())
            throw tokens.error("unexpected end of template, expected tag " + String.join(" or ", ends));
        depth--;
        return new Statement.Body(statements);
    }

    /** The body of a tag that is read up to its end. */
    private Statement.Body body(String... ends) {
        tokens.skipOperator(":");
        tokens.expect(Token.Kind.TAG_END, "'%}'");
        return until(Arrays.asList(ends));
    }

    private Statement.Body bodyAndEnd(String end) {
        Statement.Body body = body(end);
        tokens.next();
        return body;
    }

    /** A body that no break may leave, as it is rendered by itself. */
    private Statement.Body closedBody(String end) {
        int around = loops;
        loops = 0;
        Statement.Body body = bodyAndEnd(end);
        loops = around;
        return body;
    }

    private Statement statement(List<String> ends) {
        int line = tokens.line();
        String tag = tokens.expectAnyName();
        return switch (tag) {
            case "for" -> forLoop(line);
            case "if" -> conditional(line);
            case "set" -> assignment(line);
            case "macro" -> new Statement.MacroDefinition(line, macro(tokens.expectAnyName(), "endmacro"));
            case "call" -> callBlock(line);
            case "filter" -> filterBlock(line);
            case "with" -> with(line);
            case "generation" -> new Statement.Scoped(line, List.of(), List.of(), closedBody("endgeneration"));
            case "print" -> print(line);
            case "break" -> jump(line, tag, Flow.BREAK);
            case "continue" -> jump(line, tag, Flow.CONTINUE);
            default -> throw tokens.error(line, unknown(tag, ends));
        };
    }

    private static String unknown(String tag, List<String> ends) {
        if (UNSUPPORTED.contains(tag)) return "tag '" + tag + "' is not supported";
        String expected = ends.isEmpty() ? "" : ", expected " + String.join(" or ", ends);
        return "tag '" + tag + "' is not known here" + expected;
    }

    private Statement jump(int line, String tag, Flow flow) {
        if (loops == 0) throw tokens.error(line, "'" + tag + "' outside of a loop");
        return new Statement.Jump(line, flow);
    }

    private Statement print(int line) {
        return new Statement.Output(line, expressions.expression());
    }

    private Statement forLoop(int line) {
        Target target = targets.ofLoop();
        tokens.expectName("in");
        Expr items = expressions.tuple(false, "recursive");
        Optional<Expr> condition = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        if (tokens.atName("recursive")) throw tokens.error("recursive loops are not supported");
        loops++;
        targets.enterLoop();
        Statement.Body body = body("endfor", "else");
        loops--;
        Optional<Statement.Body> otherwise =
                tokens.next().isName("else") ? Optional.of(bodyAndEnd("endfor")) : Optional.empty();
        targets.leaveLoop();
        return new Statement.For(line, target, items, condition, body, otherwise);
    }

    private Statement conditional(int line) {
        List<Expr> conditions = new ArrayList<>();
        List<Statement.Body> bodies = new ArrayList<>();
        Token end;
        do {
            conditions.add(expressions.tuple(false));
            bodies.add(body("elif", "else", "endif"));
            end = tokens.next();
        } while (end.isName("elif"));
        Statement.Body otherwise = end.isName("else") ? bodyAndEnd("endif") : new Statement.Body(List.of());
        return new Statement.If(line, conditions, bodies, otherwise);
    }

    private Statement assignment(int line) {
        Target target = targets.ofSet();
        if (tokens.skipOperator("=")) return new Statement.Assignment(line, target, expressions.tuple(true));
        Optional<Expr> filters = tokens.atOperator("|")
                ? Optional.of(expressions.filters(new Expr.Name(line, Statement.BODY)))
                : Optional.empty();
        return new Statement.BodyAssignment(line, target, filters, closedBody("endset"));
    }

    private Macro.Definition macro(String name, String end) {
        Set<String> specials = new HashSet<>();
        macros.push(specials);
        List<Macro.Parameter> parameters = end.equals("endmacro") || tokens.atOperator("(") ? signature() : List.of();
        Statement.Body body = closedBody(end);
        macros.pop();
        parameters.forEach(p -> specials.remove(p.name()));
        return new Macro.Definition(name, parameters, body, specials);
    }

    private List<Macro.Parameter> signature() {
        List<Macro.Parameter> parameters = new ArrayList<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!parameters.isEmpty()) tokens.expectOperator(",");
            int line = tokens.line();
            String name = targets.name();
            Optional<Expr> otherwise =
                    tokens.skipOperator("=") ? Optional.of(expressions.expression()) : Optional.empty();
            boolean afterDefault = !parameters.isEmpty()
                    && parameters.get(parameters.size() - 1).otherwise().isPresent();
            if (otherwise.isEmpty() && afterDefault)
                throw tokens.error(line, "non-default argument follows default argument");
            if (parameters.stream().anyMatch(p -> p.name().equals(name)))
                throw tokens.error(line, "parameter '" + name + "' stands twice");
            parameters.add(new Macro.Parameter(name, otherwise));
        }
        return parameters;
    }

    private Statement callBlock(int line) {
        Set<String> specials = new HashSet<>();
        macros.push(specials);
        List<Macro.Parameter> parameters = tokens.atOperator("(") ? signature() : List.of();
        if (!(expressions.expression() instanceof Expr.Call call)) throw tokens.error(line, "expected call");
        Statement.Body body = closedBody("endcall");
        macros.pop();
        return new Statement.CallBlock(line, call, new Macro.Definition("caller", parameters, body, specials));
    }

    private Statement filterBlock(int line) {
        Expr filters = expressions.filters(expressions.filter(new Expr.Name(line, Statement.BODY)));
        return new Statement.FilterBlock(line, filters, closedBody("endfilter"));
    }

    private Statement with(int line) {
        List<Target> names = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.at(Token.Kind.TAG_END)) {
            if (!names.isEmpty()) tokens.expectOperator(",");
            names.add(targets.ofWith());
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        return new Statement.Scoped(line, names, values, bodyAndEnd("endwith"));
    }
}
