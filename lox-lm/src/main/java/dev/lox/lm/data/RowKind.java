// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.checkpoint.BadInputException;

/** What rows are read as. */
interface RowKind<T> {
    /** A row of one layout, whose name is for people. */
    record Fitted<T>(String layout, T value) {}

    /**
     * The row's value.
     *
     * @throws BadInputException if the row does not fit
     */
    Fitted<T> fit(Cells cells);

    /** Whether the row is of the other kind, and so most likely the whole file. */
    boolean isOther(Cells cells);
}
