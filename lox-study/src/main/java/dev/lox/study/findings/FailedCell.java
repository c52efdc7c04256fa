// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/** Work that did not come to an end, or could not begin because what it needs did not. */
public record FailedCell(String cell, String error) {}
