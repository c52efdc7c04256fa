// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.Map;

/** Figures at one point of the plane through models; x along the first direction, y along the second. */
public record GridPoint(double x, double y, Map<String, Figure> figures) {}
