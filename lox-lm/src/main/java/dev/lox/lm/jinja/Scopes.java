// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which variables belong to which part of a template, as it is read. */
final class Scopes {
    /** What a macro is given only if its body reads it. */
    private static final Set<String> SPECIALS = Set.of("caller", "kwargs", "varargs");

    private final List<Names> all = new ArrayList<>(List.of(new Names(Optional.empty())));
    private final Deque<Set<String>> macros = new ArrayDeque<>();
    private Names current = all.get(0);
    private boolean conditional;

    Names current() {
        return current;
    }

    /** What is read has variables of its own from here on; gives those around, to go back to. */
    Names enter() {
        Names around = current;
        current = new Names(Optional.of(around));
        all.add(current);
        return around;
    }

    void goTo(Names names) {
        current = names;
    }

    /** Whether what is read next happens on a condition only; gives how it was before. */
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

    /** Which of the special names the macro read. */
    Set<String> leaveMacro() {
        return macros.pop();
    }

    /** The outermost scope, when all has been read. */
    Names finish() {
        all.forEach(Names::finish);
        return all.get(0);
    }
}
