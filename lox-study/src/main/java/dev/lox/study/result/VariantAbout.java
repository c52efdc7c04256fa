// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

/**
 * A way to have the aligned model withstand an attack.
 *
 * @param kind {@code baseline} (the aligned model as it is), {@code defence} or {@code control}, which should not help
 * @param words how it is made, for people
 */
public record VariantAbout(String name, String kind, String words) {}
