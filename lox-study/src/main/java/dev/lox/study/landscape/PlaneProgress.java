// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

/** Told how far a plane's models have been read. */
@FunctionalInterface
public interface PlaneProgress {
    /** One more tensor has been read from all models. */
    void read(long bytes, long total);
}
