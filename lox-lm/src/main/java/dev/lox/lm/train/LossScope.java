// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/** Which tokens of an example are targets. */
enum LossScope {
    /** The assistant's, including the end of turn; all tokens of plain text. */
    COMPLETION,
    /** The prompt's tokens as well. */
    FULL
}
