// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/** Where a model lies in the plane, or is nearest to it. */
public record Mark(String name, double x, double y) {}
