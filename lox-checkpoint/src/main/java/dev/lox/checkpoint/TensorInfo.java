// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

/**
 * One entry of a safetensors header.
 *
 * @param begin offset of the first byte, counted from the end of the header
 * @param end offset after the last byte
 */
public record TensorInfo(String name, DType dtype, Shape shape, long begin, long end) {
    public long bytes() {
        return end - begin;
    }
}
