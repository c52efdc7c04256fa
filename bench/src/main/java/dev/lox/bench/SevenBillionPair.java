// SPDX-License-Identifier: Apache-2.0
package dev.lox.bench;

import dev.lox.planted.PlantedPair;
import dev.lox.planted.PlantedShape;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the 7B-shaped pair, 27 GB in bf16, into the folder given. */
public final class SevenBillionPair {
    private SevenBillionPair() {}

    public static void main(String[] args) throws IOException {
        new PlantedPair(PlantedShape.SEVEN_BILLION, 7).write(Path.of(args[0]));
    }
}
