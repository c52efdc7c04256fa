// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path of an attribute that a filter reads, such as {@code "function.name"}. Parts made of digits are indices.
 *
 * @param otherwise the value used where the attribute does not exist
 */
record AttributePath(List<Object> parts, Optional<Object> otherwise) {
    static AttributePath of(Run run, Object attribute, Optional<Object> otherwise) {
        if (attribute == None.NONE) return new AttributePath(List.of(), otherwise);
        if (!(attribute instanceof String path)) return new AttributePath(List.of(attribute), otherwise);
        List<Object> parts = new ArrayList<>();
        for (String part : split(run, path, '.'))
            parts.add(part.matches("[0-9]{1,9}") ? (Object) new BigInteger(part) : part);
        return new AttributePath(parts, otherwise);
    }

    static List<String> split(Run run, String text, char separator) {
        run.elements(1 + text.chars().filter(c -> c == separator).count());
        return List.of(text.split(Pattern.quote(Character.toString(separator)), -1));
    }

    Object from(Run run, Object item) {
        Object value = item;
        for (Object part : parts) {
            value = Subscript.item(run, value, part);
            if (value instanceof Undefined && otherwise.isPresent()) value = otherwise.get();
        }
        return value;
    }
}
