// SPDX-License-Identifier: Apache-2.0
package dev.lox.bench;

import dev.lox.planted.PlantedPair;
import dev.lox.planted.PlantedShape;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a pair with a planted delta: {@code SHAPE FOLDER}, a shape's name; SEVEN_BILLION takes 27 GB in bf16. */
public final class WritePlanted {
    private WritePlanted() {}

    public static void main(String[] args) throws IOException {
        new PlantedPair(PlantedShape.valueOf(args[0]), 7).write(Path.of(args[1]));
    }
}
