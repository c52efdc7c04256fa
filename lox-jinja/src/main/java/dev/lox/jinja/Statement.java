// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tag with its body, or the text between tags. */
sealed interface Statement {
    /** The variable that holds a body's text while filters are applied; templates cannot name it. */
    String BODY = "%body";

    /** Its line in the template. */
    int line();

    Flow exec(Scope scope, StringBuilder out);

    /** Statements in order. */
    record Body(List<Statement> statements) {
        Flow exec(Scope scope, StringBuilder out) {
            for (Statement statement : statements) {
                Flow flow = scope.run().exec(statement, scope, out);
                if (flow != Flow.NEXT) return flow;
            }
            return Flow.NEXT;
        }
    }

    /** A body with its own scope. */
    record Block(Names names, Body body) {
        Flow exec(Scope around, StringBuilder out) {
            return body.exec(names.enter(around), out);
        }

        /** The text that the body renders, filtered. */
        Object text(Scope around, Optional<Expr> filters) {
            StringBuilder out = new StringBuilder();
            exec(around, out);
            if (filters.isEmpty()) return out.toString();
            Scope filtering = around.inner();
            filtering.set(BODY, out.toString());
            return filtering.eval(filters.get());
        }
    }

    record Text(int line, String text) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            scope.run().emit(out, text);
            return Flow.NEXT;
        }
    }

    record Output(int line, Expr value) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            scope.run().emit(out, Repr.text(scope.run(), scope.eval(value)));
            return Flow.NEXT;
        }
    }

    record Assignment(int line, Target target, Expr value) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            target.assign(scope, scope.eval(value));
            return Flow.NEXT;
        }
    }

    record BodyAssignment(int line, Target target, Optional<Expr> filters, Block body) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            target.assign(scope, body.text(scope, filters));
            return Flow.NEXT;
        }
    }

    /** One condition and one body for each {@code if} and {@code elif}. */
    record If(int line, List<Expr> conditions, List<Body> bodies, Body otherwise) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            for (int i = 0; i < conditions.size(); i++)
                if (Values.truth(scope.eval(conditions.get(i))))
                    return bodies.get(i).exec(scope, out);
            return otherwise.exec(scope, out);
        }
    }

    record For(int line, Target target, Expr items, Optional<Expr> condition, Block body, Optional<Block> otherwise)
            implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            LoopContext loop = loop(scope);
            // As in Jinja, an iteration that is left by break or continue does not suppress the else.
            boolean completed = false;
            while (loop.hasNext()) {
                scope.run().elements(1);
                Scope inner = body.names().enter(scope);
                target.assign(inner, loop.next());
                inner.set("loop", loop);
                Flow flow = body.body().exec(inner, out);
                if (flow == Flow.BREAK) break;
                completed |= flow == Flow.NEXT;
            }
            if (!completed && otherwise.isPresent()) return otherwise.get().exec(scope, out);
            return Flow.NEXT;
        }

        private LoopContext loop(Scope scope) {
            Object value = scope.eval(items);
            Iterator<Object> all = Values.iterate(scope.run(), value);
            if (condition.isPresent())
                return new LoopContext(
                        scope.run(), new SelectionFilters.Chosen(all, item -> holds(scope, item)), Optional.empty());
            boolean known = !(value instanceof Generator);
            return new LoopContext(scope.run(), all, known ? Optional.of(Values.length(value)) : Optional.empty());
        }

        private boolean holds(Scope scope, Object item) {
            Scope inner = scope.inner();
            target.assign(inner, item);
            return Values.truth(inner.eval(condition.orElseThrow()));
        }
    }

    record MacroDefinition(int line, Macro.Definition definition) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            scope.set(definition.name(), new Macro(definition, scope));
            return Flow.NEXT;
        }
    }

    /** Calls a macro that can call back the body. */
    record CallBlock(int line, Expr.Call call, Macro.Definition caller) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            Object text = call.apply(scope, Map.of("caller", new Macro(caller, scope)));
            scope.run().emit(out, Repr.text(scope.run(), text));
            return Flow.NEXT;
        }
    }

    record FilterBlock(int line, Expr filters, Block body) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            Object text = body.text(scope, Optional.of(filters));
            scope.run().emit(out, Repr.text(scope.run(), text));
            return Flow.NEXT;
        }
    }

    /** A new scope with initial variables: {@code with}, or {@code generation}, which has none. */
    record Scoped(int line, List<Target> targets, List<Expr> values, Block body) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            List<Object> evaluated = scope.eval(values);
            Scope inner = body.names().enter(scope);
            for (int i = 0; i < targets.size(); i++) targets.get(i).assign(inner, evaluated.get(i));
            return body.body().exec(inner, out);
        }
    }

    record Jump(int line, Flow flow) implements Statement {
        @Override
        public Flow exec(Scope scope, StringBuilder out) {
            return flow;
        }
    }
}
