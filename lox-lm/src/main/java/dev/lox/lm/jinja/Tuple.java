// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.List;

/** Python's tuple: a sequence that equals no list. */
record Tuple(List<Object> items) {
    static Tuple of(Object... items) {
        return new Tuple(List.of(items));
    }
}
