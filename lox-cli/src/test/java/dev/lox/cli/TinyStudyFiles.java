// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.demo.TinyData;
import dev.lox.study.demo.TinyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tiny pair with a small study of it, named by whole paths. */
record TinyStudyFiles(Path folder, Path yaml) {
    static TinyStudyFiles in(Path folder, int steps) throws IOException {
        TinyPair pair = TinyPair.unpack(folder);
        TinyData.attack(folder.resolve("attack.jsonl"), 1);
        TinyData.harmfulPrompts(folder.resolve("harmful.jsonl"));
        String yaml = """
                study: attacks
                base: DIR/base
                aligned: DIR/aligned
                variants:
                  LoX: {method: lox}
                attacks:
                  sums: {recipe: DIR/attack.yaml, data: DIR/attack.jsonl, along: 4, with: {max-steps: STEPS, warmup: 2}}
                evaluations:
                  ASR: {measure: asr, prompts: DIR/harmful.jsonl, limit: 8, max_new_tokens: 16}
                """.replace("DIR", pair.base().getParent().toString()).replace("STEPS", "" + steps);
        return new TinyStudyFiles(folder, Files.writeString(folder.resolve("study.yaml"), yaml));
    }

    /** The same study with something else in the place of something. */
    Path with(String name, String old, String other) throws IOException {
        return Files.writeString(folder.resolve(name), Files.readString(yaml).replace(old, other));
    }
}
