// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A body with parameters. A call returns the text that it renders. */
final class Macro implements Callable {
    /**
     * The definition of a macro.
     *
     * @param specials those of {@code varargs}, {@code kwargs} and {@code caller} that its body reads; the others are
     *     refused
     */
    record Definition(String name, List<Parameter> parameters, Statement.Block body, Set<String> specials) {}

    /** A parameter and its default. */
    record Parameter(String name, Optional<Expr> otherwise) {}

    private final Definition definition;
    private final Scope outer;

    Macro(Definition definition, Scope outer) {
        this.definition = definition;
        this.outer = outer;
    }

    @Override
    public Object call(Run run, Arguments arguments) {
        Scope scope = definition.body().names().enter(outer);
        List<Parameter> parameters = definition.parameters();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        int given = Math.min(arguments.positional().size(), parameters.size());
        for (int i = 0; i < given; i++)
            scope.set(parameters.get(i).name(), arguments.positional().get(i));
        for (Parameter parameter : parameters.subList(given, parameters.size())) {
            Object value = named.remove(parameter.name());
            scope.set(parameter.name(), value != null ? value : otherwise(parameter, scope));
        }
        special(scope, "caller", named.remove("caller"), new Undefined("No caller defined"));
        List<Object> rest =
                arguments.positional().subList(given, arguments.positional().size());
        special(scope, "varargs", rest.isEmpty() ? null : new Tuple(rest), new Tuple(List.of()));
        special(scope, "kwargs", named.isEmpty() ? null : new LinkedHashMap<Object, Object>(named), Map.of());
        StringBuilder out = new StringBuilder();
        definition.body().body().exec(scope, out);
        return out.toString();
    }

    private static Object otherwise(Parameter parameter, Scope scope) {
        return parameter
                .otherwise()
                .map(scope::eval)
                .orElseGet(() -> new Undefined("parameter '" + parameter.name() + "' was not provided"));
    }

    private void special(Scope scope, String name, @org.jspecify.annotations.Nullable Object value, Object otherwise) {
        if (definition.specials().contains(name)) scope.set(name, value == null ? otherwise : value);
        else if (value != null)
            throw new TemplateException(
                    "macro '" + definition.name() + "' got more arguments than it takes (" + name + ")");
    }
}
