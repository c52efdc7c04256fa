// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Which way weights are pushed. */
public sealed interface Direction {
    /** Along the leading singular directions of their alignment delta. */
    record Aligned() implements Direction {}

    /**
     * Along as many random directions, as far: the control, which tells what of an effect is due to the direction and
     * what to the distance alone.
     *
     * @param seed with a tensor's name it decides that tensor's directions
     */
    record Random(long seed) implements Direction {}
}
