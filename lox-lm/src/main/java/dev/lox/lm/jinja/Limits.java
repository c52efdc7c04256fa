// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

/**
 * What one rendering may take before it is stopped: a template is foreign input.
 *
 * @param depth evaluations within each other
 * @param work characters and elements looked at or made, and some for each evaluation
 * @param text characters of one string, the output included
 */
record Limits(int depth, long work, int text) {
    // Of 182 real templates none is deeper than 32. For 200 turns of 1000 characters most take 1e6, and those whose
    // work grows with the square of the turns up to 7e7. What is stopped here has taken at most six seconds.
    static final Limits DEFAULT = new Limits(400, 1L << 28, 1 << 24);
}
