// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/**
 * A model that was given.
 *
 * @param role {@code base}, {@code aligned}, ...
 * @param sha256 of its files
 */
public record ModelInfo(String role, String path, String sha256) {}
