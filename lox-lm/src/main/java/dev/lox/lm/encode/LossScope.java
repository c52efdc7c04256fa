// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

/** Which tokens of an example are learned. */
public enum LossScope {
    /** The assistant's, its end of turn with them; of plain text all. */
    COMPLETION,
    /** The prompt's as well. */
    FULL
}
