// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Where a cell works.
 *
 * @param files folder for the files it leaves, which need not be there yet
 * @param store where the files of its inputs are
 * @param threads it may use
 * @param stop whether to come to an end early; the cell then throws an {@link InterruptedException}
 */
public record Workplace(Path files, CellStore store, int threads, BooleanSupplier stop) {}
