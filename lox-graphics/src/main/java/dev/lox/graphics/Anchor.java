// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** The part of a text that its position refers to. */
public enum Anchor {
    START,
    MIDDLE,
    END
}
