// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** What to do with rows that do not fit. */
public enum BadRows {
    REFUSE,
    SKIP;

    // If a whole file is of the wrong kind, its problems would fill the screen.
    private static final int SHOWN = 20;

    /**
     * Ignores the problems, or throws with the first of them and the number of the rest.
     *
     * @throws InvalidInputException if there are problems and bad rows are refused
     */
    public void settle(List<?> problems) {
        if (this == SKIP || problems.isEmpty()) return;
        List<Object> shown = new ArrayList<>(problems.subList(0, Math.min(SHOWN, problems.size())));
        if (problems.size() > SHOWN) shown.add("and " + (problems.size() - SHOWN) + " more");
        throw new InvalidInputException(shown);
    }
}
