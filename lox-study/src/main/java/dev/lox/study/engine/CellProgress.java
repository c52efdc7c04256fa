// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

/** Receives the progress of a run; called by one thread at a time. */
public interface CellProgress {
    /**
     * A cell is done.
     *
     * @param left estimated seconds until all cells are done; NaN while unknown
     */
    <R> void done(Cell<R> cell, R result, double seconds, int done, int total, double left);

    /** A cell was done earlier, but what is stored of it is damaged; it is done again. */
    void damaged(Cell<?> cell);

    /** A cell failed, or could not start because one of its inputs failed. */
    void failed(Cell<?> cell, String error, int done, int total);
}
