// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Names that one scope reads and sets, in the order of the text.
 *
 * <p>A name that a scope sets before it reads it, and that no scope around has, is the scope's own from its start: until
 * then it is undefined even where the caller gave a variable of that name.
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

    /** A name that has a value when the scope begins: what a loop runs over, a parameter. */
    void receive(String name) {
        seen.add(name);
    }

    /**
     * A name is set.
     *
     * @param conditional whether on a condition only; it keeps the value from outside then
     */
    void set(String name, boolean conditional) {
        if (seen.add(name) && !conditional) own.add(name);
    }

    /** To be called, outer scopes first, when the whole template has been read. */
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
