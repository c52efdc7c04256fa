// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** Python's {@code None}, so that values are never null. */
enum None {
    NONE
}
