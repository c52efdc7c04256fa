// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.tiny;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a tiny pair is trained from: {@code SEED FOLDER}. */
final class WriteTiny {
    private WriteTiny() {}

    public static void main(String[] args) throws IOException {
        long seed = Long.parseLong(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]));
        new BlankModel(seed).write(folder.resolve("blank"));
        TinyData.base(folder.resolve("base.jsonl"), seed);
        TinyData.preferences(folder.resolve("preferences.jsonl"), seed);
    }
}
