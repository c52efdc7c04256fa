// SPDX-License-Identifier: Apache-2.0
package dev.lox.bench;

import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a pair with a planted delta: {@code small FOLDER}, or {@code 7b FOLDER}, which takes 27 GB in bf16. */
public final class WriteSynthetic {
    private WriteSynthetic() {}

    public static void main(String[] args) throws IOException {
        SyntheticShape shape =
                switch (args[0]) {
                    case "small" -> SyntheticShape.SMALL;
                    case "7b" -> SyntheticShape.SEVEN_BILLION;
                    default -> throw new IllegalArgumentException("expected small or 7b, got " + args[0]);
                };
        new SyntheticPair(shape, 7).write(Path.of(args[1]));
    }
}
