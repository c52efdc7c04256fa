// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import dev.lox.base.SplitMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes an untrained model and the two data files that a tiny pair is trained on: {@code SEED FOLDER}. */
final class WriteTiny {
    private WriteTiny() {}

    public static void main(String[] args) throws IOException {
        long pairSeed = Long.parseLong(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]));
        TinyFolder.write(folder.resolve("blank"), TinyLlama.blank(SplitMix.of(pairSeed, 0)));
        TinyData.base(folder.resolve("base.jsonl"), pairSeed);
        TinyData.preferences(folder.resolve("preferences.jsonl"), pairSeed);
    }
}
