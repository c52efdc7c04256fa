// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.settings;

import java.util.List;
import java.util.Map;

/**
 * Settings before their values are understood: text by key. What a file says and what a command line says are understood
 * by the same way, and each complaint names the place its value came from.
 */
public sealed interface Node {
    /** Where it was written: a file's line, or an option. */
    String where();

    /** One value as text; nothing is the empty text. */
    record Leaf(String where, String text) implements Node {}

    /** Values in order. */
    record Items(String where, List<Leaf> leaves) implements Node {}

    /** Values by key, in order. */
    record Section(String where, Map<String, Node> children) implements Node {}
}
