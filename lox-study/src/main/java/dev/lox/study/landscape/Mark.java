// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import java.nio.file.Path;

/**
 * A model's position in the plane, in units of the distance between the first two models.
 *
 * @param distance from the plane: with four models usually above 0, and the position is that of the nearest point
 */
public record Mark(Path model, double x, double y, double distance) {}
