// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Told as tensors are done; called by one thread at a time. */
@FunctionalInterface
public interface Progress {
    /**
     * One more tensor is done.
     *
     * @param bytes stored bytes of the tensor
     * @param total stored bytes of all tensors
     */
    void done(String tensor, long bytes, long total);
}
