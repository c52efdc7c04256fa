// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The names that one scope reads and sets, in source order.
 *
 * <p>A name that a scope sets before reading it, and that no enclosing scope uses, is local to the scope from its
 * start: before it is set it is undefined, even if the caller passed a variable of that name.
 */
final class Names {
    private final Optional<Names> outer;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> own = new HashSet<>();

    Names(Optional<Names> outer) {
        this.outer = outer;
    }

    void read(String name) {
        seen.add(name);
    }

    /** Declares a name that has a value when the scope begins: a loop variable or a parameter. */
    void receive(String name) {
        seen.add(name);
    }

    /**
     * Records that a name is set.
     *
     * @param conditional whether it is set conditionally; it then keeps the value from outside
     */
    void set(String name, boolean conditional) {
        if (seen.add(name) && !conditional) own.add(name);
    }

    /** Called for outer scopes first, when the whole template has been parsed. */
    void finish() {
        for (Optional<Names> around = outer; around.isPresent(); around = around.get().outer)
            own.removeAll(around.get().seen);
    }

    Scope enter(Scope around) {
        Scope scope = around.inner();
        for (String name : own) scope.set(name, Undefined.name(name));
        return scope;
    }
}
