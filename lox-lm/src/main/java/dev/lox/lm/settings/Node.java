// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.settings;

import java.util.List;
import java.util.Map;

/**
 * Settings before parsing: text by key. Files and command lines are parsed in the same way, and each problem names where
 * its value came from.
 */
public sealed interface Node {
    /** Where it was written: a line of a file, or an option. */
    String where();

    /** One value as text; null is the empty string. */
    record Leaf(String where, String text) implements Node {}

    /** Values in order. */
    record Items(String where, List<Leaf> leaves) implements Node {}

    /** Values by key, in order. */
    record Section(String where, Map<String, Node> children) implements Node {}
}
