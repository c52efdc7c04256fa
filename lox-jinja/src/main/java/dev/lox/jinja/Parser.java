// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses tags and the text between them. */
final class Parser {
    private static final Set<String> UNSUPPORTED =
            Set.of("autoescape", "block", "extends", "from", "import", "include");
    private static final int MAX_DEPTH = 60;

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private final TargetParser targets;

    private final Scopes scopes = new Scopes();

    // Number of enclosing loops that a break can leave.
    private int loops;
    private int depth;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, scopes::read);
        this.targets = new TargetParser(tokens);
    }

    static Statement.Block parse(String template, String source) {
        Parser parser = new Parser(new Tokens(template, Lexer.tokens(template, source)));
        Statement.Body body = parser.until(List.of());
        parser.expressions.checkKnown();
        return new Statement.Block(parser.scopes.finish(), body);
    }

    /** Parses statements up to one of the given tags, which becomes the next token; without tags, to the end. */
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

    /** The body of a tag whose opening has been parsed up to its end. */
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

    /** A body that is rendered on its own, so that no break may leave it. */
    private Statement.Block closedBlock(String end) {
        Names around = scopes.enter();
        Statement.Block block = closedBlockHere(end);
        scopes.goTo(around);
        return block;
    }

    private Statement.Block closedBlockHere(String end) {
        int around = loops;
        loops = 0;
        Statement.Block block = blockHere(end);
        loops = around;
        return block;
    }

    /** The rest of a scope that has been entered. */
    private Statement.Block blockHere(String... ends) {
        boolean around = setConditional(false);
        Statement.Body body = body(ends);
        setConditional(around);
        if (ends.length == 1) tokens.next();
        return new Statement.Block(scopes.current(), body);
    }

    private boolean setConditional(boolean now) {
        expressions.setConditional(now);
        return scopes.setConditional(now);
    }

    private Statement statement(List<String> ends) {
        int line = tokens.line();
        String tag = tokens.expectAnyName();
        return switch (tag) {
            case "for" -> forLoop(line);
            case "if" -> conditional(line);
            case "set" -> assignment(line);
            case "macro" -> macro(line);
            case "call" -> callBlock(line);
            case "filter" -> filterBlock(line);
            case "with" -> with(line);
            case "generation" -> new Statement.Scoped(line, List.of(), List.of(), closedBlock("endgeneration"));
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
        Names around = scopes.enter();
        target.tell(scopes::receive, scopes::read);
        Optional<Expr> condition = tokens.skipName("if") ? Optional.of(ownExpression()) : Optional.empty();
        scopes.goTo(around);
        if (tokens.atName("recursive")) throw tokens.error("recursive loops are not supported");
        scopes.enter();
        target.tell(scopes::receive, scopes::read);
        scopes.receive("loop");
        loops++;
        targets.enterLoop();
        Statement.Block body = blockHere("endfor", "else");
        loops--;
        scopes.goTo(around);
        Optional<Statement.Block> otherwise =
                tokens.next().isName("else") ? Optional.of(block("endfor")) : Optional.empty();
        targets.leaveLoop();
        return new Statement.For(line, target, items, condition, body, otherwise);
    }

    private Expr ownExpression() {
        boolean around = setConditional(false);
        Expr expression = expressions.expression();
        setConditional(around);
        return expression;
    }

    private Statement.Block block(String end) {
        Names around = scopes.enter();
        Statement.Block block = blockHere(end);
        scopes.goTo(around);
        return block;
    }

    private Statement conditional(int line) {
        List<Expr> conditions = new ArrayList<>();
        List<Statement.Body> bodies = new ArrayList<>();
        boolean around = setConditional(true);
        Token end;
        do {
            conditions.add(expressions.tuple(false));
            bodies.add(body("elif", "else", "endif"));
            end = tokens.next();
        } while (end.isName("elif"));
        Statement.Body otherwise = end.isName("else") ? bodyAndEnd("endif") : new Statement.Body(List.of());
        setConditional(around);
        return new Statement.If(line, conditions, bodies, otherwise);
    }

    private Statement assignment(int line) {
        Target target = targets.ofSet();
        if (tokens.skipOperator("=")) {
            Expr value = expressions.tuple(true);
            target.tell(scopes::set, scopes::read);
            return new Statement.Assignment(line, target, value);
        }
        Optional<Expr> filters = tokens.atOperator("|")
                ? Optional.of(expressions.filters(new Expr.Name(line, Statement.BODY)))
                : Optional.empty();
        Statement.Block body = closedBlock("endset");
        target.tell(scopes::set, scopes::read);
        return new Statement.BodyAssignment(line, target, filters, body);
    }

    private Statement macro(int line) {
        String name = targets.name();
        scopes.set(name);
        Names around = scopes.enter();
        scopes.enterMacro();
        Macro.Definition definition = macroRest(name, signature(), "endmacro");
        scopes.goTo(around);
        return new Statement.MacroDefinition(line, definition);
    }

    /** The rest of a macro after its parameters. */
    private Macro.Definition macroRest(String name, List<Macro.Parameter> parameters, String end) {
        Statement.Block body = closedBlockHere(end);
        Set<String> specials = scopes.leaveMacro();
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
                throw tokens.error(line, "parameter '" + name + "' occurs twice");
            scopes.receive(name);
            parameters.add(new Macro.Parameter(name, otherwise));
        }
        return parameters;
    }

    private Statement callBlock(int line) {
        Names around = scopes.enter();
        Names inner = scopes.current();
        scopes.enterMacro();
        List<Macro.Parameter> parameters = tokens.atOperator("(") ? signature() : List.of();
        scopes.goTo(around);
        if (!(expressions.expression() instanceof Expr.Call call)) throw tokens.error(line, "expected call");
        scopes.goTo(inner);
        Macro.Definition caller = macroRest("caller", parameters, "endcall");
        scopes.goTo(around);
        return new Statement.CallBlock(line, call, caller);
    }

    private Statement filterBlock(int line) {
        Expr filters = expressions.filters(expressions.filter(new Expr.Name(line, Statement.BODY)));
        return new Statement.FilterBlock(line, filters, closedBlock("endfilter"));
    }

    private Statement with(int line) {
        List<Target> variables = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!tokens.at(Token.Kind.TAG_END)) {
            if (!variables.isEmpty()) tokens.expectOperator(",");
            variables.add(targets.ofWith());
            tokens.expectOperator("=");
            values.add(expressions.expression());
        }
        Names around = scopes.enter();
        variables.forEach(variable -> variable.tell(scopes::receive, scopes::read));
        Statement.Block body = blockHere("endwith");
        scopes.goTo(around);
        return new Statement.Scoped(line, variables, values, body);
    }
}
