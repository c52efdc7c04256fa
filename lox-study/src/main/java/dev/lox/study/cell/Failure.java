// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

/** A cell that did not come to an end, or could not begin. */
public record Failure(Cell cell, String error) {}
