// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression. It evaluates itself, and its operands through {@link Scope#eval}. */
sealed interface Expr {
    /** Its line in the template. */
    int line();

    Object eval(Scope scope);

    record Constant(int line, Object value) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return value;
        }
    }

    record Name(int line, String name) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return scope.get(name);
        }
    }

    record ListOf(int line, List<Expr> items) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return scope.eval(items);
        }
    }

    record TupleOf(int line, List<Expr> items) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return new Tuple(scope.eval(items));
        }
    }

    record DictOf(int line, List<Expr> keys, List<Expr> values) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Map<Object, Object> dict = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++)
                dict.put(Values.newKey(scope.run(), scope.eval(keys.get(i))), scope.eval(values.get(i)));
            return dict;
        }
    }

    record Attribute(int line, Expr of, String name) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return Subscript.attribute(scope.run(), scope.eval(of), name);
        }
    }

    record Item(int line, Expr of, Expr key) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object container = scope.eval(of);
            if (container instanceof String) scope.run().touch(container);
            return Subscript.item(scope.run(), container, scope.eval(key));
        }
    }

    record Slice(int line, Expr of, Expr from, Expr to, Expr step) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object container = scope.eval(of);
            return Subscript.slice(scope.run(), container, scope.eval(from), scope.eval(to), scope.eval(step));
        }
    }

    record Call(int line, Expr callee, ArgumentList arguments) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return apply(scope, Map.of());
        }

        /** Performs the call with additional named arguments. */
        Object apply(Scope scope, Map<String, Object> more) {
            Object function = scope.eval(callee);
            Arguments given = arguments.eval(scope);
            Map<String, Object> named = new LinkedHashMap<>(given.named());
            named.putAll(more);
            if (function instanceof Undefined undefined) throw undefined.error();
            if (!(function instanceof Callable callable))
                throw new TemplateException("'" + Values.type(function) + "' object is not callable");
            return callable.call(scope.run(), new Arguments(given.positional(), named));
        }
    }

    record Filtered(int line, Expr input, String filter, ArgumentList arguments) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object value = scope.eval(input);
            scope.run().touch(value);
            return Filter.named(filter).apply(scope.run(), value, arguments.eval(scope));
        }
    }

    record Tested(int line, Expr input, String test, ArgumentList arguments) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object value = scope.eval(input);
            return Test.named(test).holds(scope.run(), value, arguments.eval(scope));
        }
    }

    record Not(int line, Expr operand) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return !Values.truth(scope.eval(operand));
        }
    }

    record Signed(int line, boolean negative, Expr operand) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object value = scope.eval(operand);
            return negative ? Arithmetic.negative(value) : Arithmetic.positive(value);
        }
    }

    record And(int line, Expr left, Expr right) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object value = scope.eval(left);
            return Values.truth(value) ? scope.eval(right) : value;
        }
    }

    record Or(int line, Expr left, Expr right) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object value = scope.eval(left);
            return Values.truth(value) ? value : scope.eval(right);
        }
    }

    record Binary(int line, String operator, Expr left, Expr right) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object value = scope.eval(left);
            return Arithmetic.apply(scope.run(), operator, value, scope.eval(right));
        }
    }

    record Concatenation(int line, List<Expr> parts) implements Expr {
        @Override
        public Object eval(Scope scope) {
            StringBuilder out = new StringBuilder();
            for (Expr part : parts) scope.run().emit(out, Repr.text(scope.run(), scope.eval(part)));
            return out.toString();
        }
    }

    /** {@code a < b <= c}: true if every pair is; evaluation stops at the first that is not. */
    record Comparisons(int line, Expr first, List<String> operators, List<Expr> others) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object left = scope.eval(first);
            for (int i = 0; i < operators.size(); i++) {
                Object right = scope.eval(others.get(i));
                if (!Comparison.holds(scope.run(), operators.get(i), left, right)) return false;
                left = right;
            }
            return true;
        }
    }

    record Conditional(int line, Expr condition, Expr then, Optional<Expr> otherwise) implements Expr {
        @Override
        public Object eval(Scope scope) {
            if (Values.truth(scope.eval(condition))) return scope.eval(then);
            return otherwise
                    .map(scope::eval)
                    .orElseGet(() -> new Undefined("the inline if-expression on line " + line
                            + " evaluated to false and no else section was defined."));
        }
    }
}
