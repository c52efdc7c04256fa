// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tracks which variables belong to which scope while a template is parsed. */
final class Scopes {
    /** Variables that a macro receives only if its body reads them. */
    private static final Set<String> SPECIALS = Set.of("caller", "kwargs", "varargs");

    private final List<Names> all = new ArrayList<>(List.of(new Names(Optional.empty())));
    private final Deque<Set<String>> macros = new ArrayDeque<>();
    private Names current = all.get(0);
    private boolean conditional;

    Names current() {
        return current;
    }

    /** Enters a new scope and returns the enclosing one, for {@link #goTo}. */
    Names enter() {
        Names around = current;
        current = new Names(Optional.of(around));
        all.add(current);
        return around;
    }

    void goTo(Names names) {
        current = names;
    }

    /** Sets whether the code parsed next is conditional; returns the previous setting. */
    boolean setConditional(boolean now) {
        boolean before = conditional;
        conditional = now;
        return before;
    }

    void read(String name) {
        current.read(name);
        if (SPECIALS.contains(name)) macros.forEach(seen -> seen.add(name));
    }

    void receive(String name) {
        current.receive(name);
    }

    void set(String name) {
        current.set(name, conditional);
    }

    void enterMacro() {
        macros.push(new HashSet<>());
    }

    /** The special names that the macro read. */
    Set<String> leaveMacro() {
        return macros.pop();
    }

    /** Finishes all scopes and returns the outermost one. */
    Names finish() {
        all.forEach(Names::finish);
        return all.get(0);
    }
}
