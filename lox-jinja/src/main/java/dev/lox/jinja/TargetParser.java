// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses the targets of loops and assignments. */
final class TargetParser {
    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");
    private static final int MAX_DEPTH = 20;

    private final Tokens tokens;
    private int loops;
    private int depth;

    TargetParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Until {@link #leaveLoop} the name {@code loop} is reserved. */
    void enterLoop() {
        loops++;
    }

    void leaveLoop() {
        loops--;
    }

    Target ofLoop() {
        enterLoop();
        Target target = several(false, "in");
        leaveLoop();
        return target;
    }

    Target ofSet() {
        return several(true, "");
    }

    Target ofWith() {
        return one(false);
    }

    String name() {
        int line = tokens.line();
        String name = tokens.expectAnyName();
        if (CONSTANTS.contains(name)) throw tokens.error(line, "can't assign to '" + name + "'");
        if (loops > 0 && name.equals("loop")) throw tokens.error(line, "can't assign to 'loop' in a loop");
        return name;
    }

    private Target several(boolean fields, String end) {
        List<Target> targets = new ArrayList<>(List.of(one(fields)));
        boolean comma = false;
        while (tokens.skipOperator(",")) {
            comma = true;
            if (tokens.atName(end) || tokens.atOperator("=") || tokens.atOperator(")")) break;
            targets.add(one(fields));
        }
        return comma ? new Target.Unpacked(targets) : targets.get(0);
    }

    private Target one(boolean fields) {
        if (++depth > MAX_DEPTH) throw tokens.error("is nested deeper than " + MAX_DEPTH + " levels");
        Target target;
        if (tokens.skipOperator("(")) {
            target = several(false, "");
            tokens.expectOperator(")");
        } else {
            String name = name();
            target = fields && tokens.skipOperator(".")
                    ? new Target.Field(name, tokens.expectAnyName())
                    : new Target.Variable(name);
        }
        depth--;
        return target;
    }
}
