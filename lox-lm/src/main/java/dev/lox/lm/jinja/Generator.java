// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What filters such as {@code map} return: read once, item by item, without a length; always true. Nothing is looked at
 * before the first item is asked for, wrong arguments included.
 */
final class Generator implements Iterator<Object> {
    private final Supplier<Iterator<Object>> start;
    private @Nullable Iterator<Object> items;

    Generator(Supplier<Iterator<Object>> start) {
        this.start = start;
    }

    private Iterator<Object> items() {
        Iterator<Object> started = items;
        if (started == null) items = started = start.get();
        return started;
    }

    @Override
    public boolean hasNext() {
        return items().hasNext();
    }

    @Override
    public Object next() {
        return items().next();
    }
}
