// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model is good for, and what defending it may cost. */
enum Use {
    BENIGN("over-refusal", "overrefusal", "10%"),
    TASK("accuracy", "accuracy", "5%"),
    HELD_OUT("loss", "loss", "0.25");

    private final String title;
    private final String measure;
    private final String bound;

    Use(String title, String measure, String bound) {
        this.title = title;
        this.measure = measure;
        this.bound = bound;
    }

    static Optional<Use> named(String name) {
        return Arrays.stream(values()).filter(u -> u.label().equals(name)).findFirst();
    }

    /** As typed: {@code held-out}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The option that gives its data. */
    String flag() {
        return "--" + label();
    }

    /** What its evaluation is called in a study. */
    String title() {
        return title;
    }

    String measure() {
        return measure;
    }

    /** By how much a variant may be worse unless something else is asked for. */
    String bound() {
        return bound;
    }

    /** Whether its data are prompts, rather than rows with what is expected. */
    boolean asksPrompts() {
        return this == BENIGN;
    }
}
