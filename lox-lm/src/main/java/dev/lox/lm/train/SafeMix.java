// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;

/**
 * Mixes safety rows into the rows of a task: the SafeInst baseline (Bianchi et al. 2024, arXiv 2309.07875). Uses the first
 * safety rows and spreads them evenly, so that without shuffling they do not all come last.
 *
 * @param main number of rows of the task
 * @param safe number of safety rows used
 */
record SafeMix(int main, int safe) {
    /**
     * Uses as many safety rows as make up a share of the whole, but at least one.
     *
     * @param available number of safety rows in the file
     * @param share above 0 and below 1
     * @throws InvalidInputException if more are needed than are available
     */
    static SafeMix of(int main, int available, double share) {
        double safe = Math.max(1, Math.rint(main * share / (1 - share)));
        if (!(safe <= available))
            throw new InvalidInputException("safeinst_share: " + share + " with " + main + " rows needs "
                    + (long) safe + " safety rows, expected at most " + available
                    + "; change safeinst_share in the recipe");
        return new SafeMix(main, (int) safe);
    }

    /** Each row once. Indices below {@link #main} are the task's rows; index main + i is safety row i. */
    int[] rows() {
        int[] rows = new int[Math.addExact(main, safe)];
        int nextMain = 0;
        int nextSafe = 0;
        for (int i = 0; i < rows.length; i++) {
            // The j-th of s safety rows is in the middle of the j-th of s equal parts.
            long middle = nextSafe < safe ? (2L * nextSafe + 1) * rows.length / (2L * safe) : rows.length;
            rows[i] = i == middle ? main + nextSafe++ : nextMain++;
        }
        return rows;
    }
}
