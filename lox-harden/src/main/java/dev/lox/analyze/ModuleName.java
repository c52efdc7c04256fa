// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Where in a model a tensor stands, read off its name: {@code model.layers.3.self_attn.q_proj.weight} is
 * {@code self_attn.q_proj} of layer 3.
 *
 * @param layer the first number in the name
 * @param path what follows it, without further numbers (experts of one layer are of one kind); the last part of the name
 *     where there is no layer
 */
record ModuleName(OptionalInt layer, String path) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern SUFFIX = Pattern.compile("(\\.weight)?(\\[[0-9]+])?$");

    static ModuleName of(String tensor) {
        OptionalInt layer = OptionalInt.empty();
        List<String> path = new ArrayList<>();
        for (String part : SUFFIX.matcher(tensor).replaceFirst("").split("\\.", -1)) {
            if (!NUMBER.matcher(part).matches()) {
                path.add(part);
            } else if (layer.isEmpty()) {
                layer = OptionalInt.of(Integer.parseInt(part));
                path.clear();
            }
        }
        if (path.isEmpty()) return new ModuleName(layer, tensor);
        return new ModuleName(layer, layer.isPresent() ? String.join(".", path) : path.get(path.size() - 1));
    }

    /** The last part of the path: {@code q_proj}. */
    String last() {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
