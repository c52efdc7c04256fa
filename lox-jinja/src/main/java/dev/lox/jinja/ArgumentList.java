// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The argument list of a call, as written.
 *
 * @param all the operand of {@code *}: a sequence of further arguments
 * @param allNamed the operand of {@code **}: a dict of further arguments
 */
record ArgumentList(List<Expr> positional, Map<String, Expr> named, Optional<Expr> all, Optional<Expr> allNamed) {
    static final ArgumentList NONE = of(List.of());

    static ArgumentList of(List<Expr> positional) {
        return new ArgumentList(positional, Map.of(), Optional.empty(), Optional.empty());
    }

    Arguments eval(Scope scope) {
        List<Object> values = scope.eval(positional);
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
