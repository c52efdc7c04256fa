// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import dev.lox.base.SplitMix;
import java.util.List;

/** A word problem whose answer is a sum of two digits. */
record Sum(String name, int has, String verb, int more, String things) {
    static final List<String> NAMES = Words.of("tom anna ben lucy sam mia");
    static final List<String> THINGS = Words.of("apples pens coins books balls cards");
    static final List<String> VERBS = Words.of("gets buys finds");
    static final int LARGEST = 9;

    static Sum drawn(SplitMix random) {
        return new Sum(
                Grammar.one(NAMES, random),
                1 + random.below(LARGEST),
                Grammar.one(VERBS, random),
                1 + random.below(LARGEST),
                Grammar.one(THINGS, random));
    }

    String question() {
        return "question : %s has %s %s and %s %s more . how many %s in all ?"
                .formatted(name, has, things, verb, more, things);
    }

    /** The bare sum, which a model learns before it sees word problems. */
    String term() {
        return has + " + " + more;
    }

    String working() {
        return term() + " = " + (has + more);
    }

    /** The working, followed by GSM8K's marker and the answer. */
    String answer() {
        return working() + " #### " + (has + more);
    }
}
