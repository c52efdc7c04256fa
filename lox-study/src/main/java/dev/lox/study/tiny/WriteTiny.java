// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.tiny;

import dev.lox.lm.train.SplitMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a tiny pair is trained from, a blank model and two files of rows: {@code SEED FOLDER}. */
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
