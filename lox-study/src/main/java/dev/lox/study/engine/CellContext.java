// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * What a running cell may use.
 *
 * @param files folder for the files it produces; may not exist yet
 * @param store holds the files of its inputs
 * @param threads it may use
 * @param stop whether to stop early; the cell then throws an {@link InterruptedException}
 */
public record CellContext(Path files, CellStore store, int threads, BooleanSupplier stop) {}
