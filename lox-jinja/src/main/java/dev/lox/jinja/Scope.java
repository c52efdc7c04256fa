// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one body, with those of enclosing bodies. Assignments affect the innermost scope only. */
final class Scope {
    private final Run run;
    private final @Nullable Scope outer;
    private final Map<String, Object> variables = new HashMap<>();

    Scope(Run run) {
        this(run, null);
    }

    private Scope(Run run, @Nullable Scope outer) {
        this.run = run;
        this.outer = outer;
    }

    Scope inner() {
        return new Scope(run, this);
    }

    Run run() {
        return run;
    }

    Object eval(Expr expr) {
        return run.eval(expr, this);
    }

    List<Object> eval(List<Expr> exprs) {
        List<Object> values = new ArrayList<>(exprs.size());
        for (Expr e : exprs) values.add(eval(e));
        return values;
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.variables.get(name);
            if (value != null) return value;
        }
        return Undefined.name(name);
    }
}
