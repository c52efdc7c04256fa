// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import java.nio.file.Path;

/**
 * Where a model stands in a plane; in units of the way from the first model to the second.
 *
 * @param distance from the plane: four models seldom lie in one, and those that do not are shown where they are nearest
 */
public record Mark(Path model, double x, double y, double distance) {}
