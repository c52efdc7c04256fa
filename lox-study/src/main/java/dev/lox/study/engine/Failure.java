// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

/** A cell that failed or could not start. */
public record Failure(Cell<?> cell, String error) {}
