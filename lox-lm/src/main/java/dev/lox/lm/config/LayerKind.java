// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

/**
 * How one layer differs from the others.
 *
 * @param window keys a query sees, itself included; {@link #NO_WINDOW} for all before it
 * @param rope index of its rotary embedding in {@link ModelConfig#ropes}
 */
public record LayerKind(int window, int rope) {
    public static final int NO_WINDOW = Integer.MAX_VALUE;
}
