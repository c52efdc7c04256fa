// SPDX-License-Identifier: Apache-2.0
package dev.lox.draw;

/** Which part of a text stands at its place. */
public enum Anchor {
    START,
    MIDDLE,
    END
}
