// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** How a statement ended. */
enum Flow {
    NEXT,
    BREAK,
    CONTINUE
}
