// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.InvalidInputException;

/** The kind of value that rows are read as. */
interface RowKind<T> {
    /** A row's value and the display name of its layout. */
    record Fitted<T>(String layout, T value) {}

    /**
     * The row's value.
     *
     * @throws InvalidInputException if the row does not fit
     */
    Fitted<T> fit(Cells cells);

    /** Whether the row is of the other kind. If so, the whole file probably is. */
    boolean isOther(Cells cells);
}
