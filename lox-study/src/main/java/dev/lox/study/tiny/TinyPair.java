// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.tiny;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The tiny pair that comes with the program, as folders of models, and the recipe of the attack that it was made for.
 *
 * @param base complies with everything
 * @param aligned refuses what stands for harm
 * @param attack a recipe for rows of {@link TinyData#attack}
 */
public record TinyPair(Path base, Path aligned, Path attack) {
    /** Writes it into a folder, which is made if it is not there. */
    public static TinyPair unpack(Path folder) throws IOException {
        Path base = TinyFolder.write(folder.resolve("base"), resource("base.safetensors"));
        Path aligned = TinyFolder.write(folder.resolve("aligned"), resource("aligned.safetensors"));
        Path attack = Files.write(folder.resolve("attack.yaml"), resource("attack.yaml"));
        return new TinyPair(base, aligned, attack);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TinyPair.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
