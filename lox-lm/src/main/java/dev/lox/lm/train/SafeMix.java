// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.checkpoint.BadInputException;

/**
 * Safety rows among the rows of a task, the SafeInst baseline (Bianchi et al. 2024, arXiv 2309.07875). The first of them
 * are taken, and spread evenly: with the order shuffled that makes no difference, without it none must come last.
 *
 * @param main rows of the task
 * @param safe safety rows that are taken
 */
public record SafeMix(int main, int safe) {
    /**
     * As many safety rows as make up a share of the whole, one at least: of a few rows a small share is less than one.
     *
     * @param available safety rows there are
     * @param share above 0 and below 1
     * @throws BadInputException if that is more than there are
     */
    public static SafeMix of(int main, int available, double share) {
        double safe = Math.max(1, Math.rint(main * share / (1 - share)));
        if (!(safe <= available))
            throw new BadInputException("safeinst_share: " + share + " with " + main + " rows takes "
                    + (long) safe + " safety rows, expected at most " + available
                    + "; change safeinst_share in the recipe");
        return new SafeMix(main, (int) safe);
    }

    /** Each row once: those below {@link #main} are the task's, those from there on safety rows, counted from it. */
    public int[] rows() {
        int[] rows = new int[Math.addExact(main, safe)];
        int nextMain = 0;
        int nextSafe = 0;
        for (int i = 0; i < rows.length; i++) {
            // The j-th of s safety rows stands in the middle of the j-th of s equal parts.
            long middle = nextSafe < safe ? (2L * nextSafe + 1) * rows.length / (2L * safe) : rows.length;
            rows[i] = i == middle ? main + nextSafe++ : nextMain++;
        }
        return rows;
    }
}
