// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.List;

/** Python's tuple, which never equals a list. */
record Tuple(List<Object> items) {
    static Tuple of(Object... items) {
        return new Tuple(List.of(items));
    }
}
