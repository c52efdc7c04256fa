// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/**
 * What it took.
 *
 * @param cells pieces of work in all
 * @param seconds of all pieces of work together, whenever they were done
 */
public record Effort(long cells, double seconds, int threads, String java, String machine) {}
