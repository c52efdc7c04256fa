// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attribute that a filter looks at, such as {@code "function.name"}; parts of digits are indices.
 *
 * @param otherwise stands for what is not there
 */
record AttributePath(List<Object> parts, Optional<Object> otherwise) {
    static AttributePath of(Object attribute, Optional<Object> otherwise) {
        if (attribute == None.NONE) return new AttributePath(List.of(), otherwise);
        if (!(attribute instanceof String path)) return new AttributePath(List.of(attribute), otherwise);
        List<Object> parts = new ArrayList<>();
        for (String part : path.split("\\.", -1))
            parts.add(part.matches("[0-9]{1,9}") ? (Object) new BigInteger(part) : part);
        return new AttributePath(parts, otherwise);
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
