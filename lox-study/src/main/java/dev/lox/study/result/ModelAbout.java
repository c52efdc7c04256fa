// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

/**
 * A model that was given.
 *
 * @param role {@code base}, {@code aligned}, ...
 * @param sha256 of its files
 */
public record ModelAbout(String role, String path, String sha256) {}
