// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.linalg.RowPanels;

/** How many rows are read, computed and written at a time. */
final class Chunk {
    /** 512 KiB of f32: with its inputs it stays in a core's cache. */
    private static final int ELEMENTS = 1 << 17;

    private Chunk() {}

    /** Whole panels, at least one. */
    static int rows(int cols) {
        return Math.max(1, ELEMENTS / (RowPanels.PANEL * Math.max(1, cols))) * RowPanels.PANEL;
    }
}
