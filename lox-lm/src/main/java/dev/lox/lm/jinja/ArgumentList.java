// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands between the parentheses of a call.
 *
 * @param all what follows a star: a sequence of further arguments
 * @param allNamed what follows two: a dict of them
 */
record ArgumentList(List<Expr> positional, Map<String, Expr> named, Optional<Expr> all, Optional<Expr> allNamed) {
    static final ArgumentList NONE = of(List.of());

    static ArgumentList of(List<Expr> positional) {
        return new ArgumentList(positional, Map.of(), Optional.empty(), Optional.empty());
    }

    Arguments eval(Scope scope) {
        List<Object> values = new ArrayList<>();
        for (Expr e : positional) values.add(scope.eval(e));
        Map<String, Object> byName = new LinkedHashMap<>();
        all.ifPresent(e -> values.addAll(Values.list(scope.run(), scope.eval(e))));
        named.forEach((name, e) -> byName.put(name, scope.eval(e)));
        allNamed.ifPresent(e -> addNamed(scope.eval(e), byName));
        return new Arguments(values, byName);
    }

    private static void addNamed(Object value, Map<String, Object> byName) {
        if (!(value instanceof Map<?, ?> map))
            throw new TemplateException("argument after ** must be a mapping, not " + Values.type(value));
        map.forEach((key, argument) -> {
            if (!(key instanceof String name)) throw new TemplateException("keywords must be strings");
            if (byName.put(name, argument) != null)
                throw new TemplateException("got multiple values for keyword argument '" + name + "'");
        });
    }
}
