// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The variable {@code loop}. It looks ahead only on request, because a loop's condition may depend on its body. */
final class LoopContext {
    private final Run run;
    private Iterator<Object> items;
    private int index0 = -1;
    private Optional<Object> before = Optional.empty();
    private Optional<Object> current = Optional.empty();
    private Optional<Object> after = Optional.empty();
    private Optional<Integer> length;
    private Optional<List<Object>> changed = Optional.empty();

    /** @param length the number of items, if it is known without reading them */
    LoopContext(Run run, Iterator<Object> items, Optional<Integer> length) {
        this.run = run;
        this.items = items;
        this.length = length;
    }

    boolean hasNext() {
        return peek().isPresent();
    }

    Object next() {
        before = current;
        current = peek();
        after = Optional.empty();
        index0++;
        return current.orElseThrow();
    }

    private Optional<Object> peek() {
        if (after.isEmpty() && items.hasNext()) after = Optional.of(items.next());
        return after;
    }

    int length() {
        if (length.isEmpty()) {
            List<Object> rest = new ArrayList<>();
            items.forEachRemaining(item -> {
                run.elements(1);
                rest.add(item);
            });
            items = rest.iterator();
            length = Optional.of(index0 + 1 + rest.size() + (after.isPresent() ? 1 : 0));
        }
        return length.orElseThrow();
    }

    Optional<Object> attribute(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "index" -> Numbers.of(index0 + 1);
                    case "index0" -> Numbers.of(index0);
                    case "revindex" -> Numbers.of(length() - index0);
                    case "revindex0" -> Numbers.of(length() - index0 - 1);
                    case "first" -> index0 == 0;
                    case "last" -> !hasNext();
                    case "length" -> Numbers.of(length());
                    case "depth" -> Numbers.of(1);
                    case "depth0" -> Numbers.of(0);
                    case "previtem" -> index0 == 0 ? new Undefined("there is no previous item") : before.orElseThrow();
                    case "nextitem" -> peek().orElseGet(() -> new Undefined("there is no next item"));
                    case "cycle" -> (Callable) (r, args) -> cycle(args);
                    case "changed" -> (Callable) (r, args) -> changed(args);
                    default -> null;
                });
    }

    private Object cycle(Arguments args) {
        if (args.positional().isEmpty()) throw new TemplateException("no items for cycling given");
        return args.positional().get(index0 % args.positional().size());
    }

    private Object changed(Arguments args) {
        if (changed.isPresent() && Comparison.equal(run, changed.get(), args.positional())) return false;
        changed = Optional.of(args.positional());
        return true;
    }

    @Override
    public String toString() {
        return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
    }
}
