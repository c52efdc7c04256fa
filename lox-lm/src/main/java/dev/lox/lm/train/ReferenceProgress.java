// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/** Is told how the reference's figures come along. */
@FunctionalInterface
public interface ReferenceProgress {
    void step(int done, int total);
}
