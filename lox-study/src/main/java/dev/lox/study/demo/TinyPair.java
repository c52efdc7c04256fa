// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The built-in tiny pair as model folders, and the recipe of its attack.
 *
 * @param base complies with everything
 * @param aligned refuses the requests that stand in for harm
 * @param attack a recipe for rows of {@link TinyData#attack}
 */
public record TinyPair(Path base, Path aligned, Path attack) {
    /** Writes the pair into a folder, which is created if missing. */
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
