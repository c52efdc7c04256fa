// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

/**
 * The result of a finished cell.
 *
 * @param seconds its work took, whenever it was done
 */
public record CellResult<R>(R value, double seconds) {}
