// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** A tensor whose values cannot be hardened: only reading them could tell. The message names it and the remedy. */
public final class BadTensorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadTensorException(String message) {
        super(message);
    }
}
