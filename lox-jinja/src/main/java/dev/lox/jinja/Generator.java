// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of filters such as {@code map}: read once, item by item, without a length, and always true. Nothing is
 * evaluated before the first item is requested, not even invalid arguments.
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
