// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/**
 * Limits of one rendering; a template is untrusted input.
 *
 * @param depth nested evaluations
 * @param work characters and elements read or created, plus a constant for each evaluation
 * @param text characters of one string, including the output
 * @param seconds by the clock: work is an estimate, and some operations are slower than they count
 */
record Limits(int depth, long work, int text, int seconds) {
    // Of 182 real templates none is nested deeper than 32. For 200 turns of 1000 characters most take 1e6 units of
    // work; those with quadratic work take up to 7e7. That work
    // takes up to three seconds; the clock stops what counts for less than it takes.
    static final Limits DEFAULT = new Limits(400, 1L << 28, 1 << 24, 5);
}
