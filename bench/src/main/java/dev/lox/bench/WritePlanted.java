// SPDX-License-Identifier: Apache-2.0
package dev.lox.bench;

import dev.lox.planted.PlantedPair;
import dev.lox.planted.PlantedShape;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a pair with a planted delta: {@code small FOLDER}, or {@code 7b FOLDER}, which takes 27 GB in bf16. */
public final class WritePlanted {
    private WritePlanted() {}

    public static void main(String[] args) throws IOException {
        PlantedShape shape =
                switch (args[0]) {
                    case "small" -> PlantedShape.SMALL;
                    case "7b" -> PlantedShape.SEVEN_BILLION;
                    default -> throw new IllegalArgumentException("expected small or 7b, got " + args[0]);
                };
        new PlantedPair(shape, 7).write(Path.of(args[1]));
    }
}
