// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.checkpoint.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** What becomes of rows that do not fit. */
public enum BadRows {
    REFUSE,
    SKIP;

    // A whole file of the wrong kind would scroll everything else away.
    private static final int SHOWN = 20;

    /**
     * Passes over the complaints, or refuses with the first of them and the number of the others.
     *
     * @throws BadInputException if there are any and rows are not to be skipped
     */
    public void settle(List<String> complaints) {
        if (this == SKIP || complaints.isEmpty()) return;
        List<String> shown = new ArrayList<>(complaints.subList(0, Math.min(SHOWN, complaints.size())));
        if (complaints.size() > SHOWN) shown.add("and " + (complaints.size() - SHOWN) + " more");
        throw new BadInputException(shown);
    }
}
