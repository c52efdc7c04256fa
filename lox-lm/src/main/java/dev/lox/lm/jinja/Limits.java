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
    // The largest real template takes some 2e5 for a dialogue of ten turns; this much takes seconds.
    static final Limits DEFAULT = new Limits(400, 1L << 28, 1 << 24);
}
