// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import dev.lox.base.SplitMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Flips single bits of stored files, as failing disks and memory do. */
public final class BitFlips {
    private BitFlips() {}

    /** The condition that must hold while a bit is flipped. */
    @FunctionalInterface
    public interface Check {
        void run(String where) throws Exception;
    }

    /**
     * Flips one bit, runs the check and restores the file, {@code count} times. Files take turns, so that small ones are hit
     * as often as large ones. Every run flips the same bits.
     */
    public static void each(int count, Path root, Check check) throws Exception {
        SplitMix random = new SplitMix(count);
        List<Path> files = files(root);
        for (int i = 0; i < count; i++) {
            Path file = files.get(i % files.size());
            byte[] whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            int bit = random.below(8 * whole.length);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            check.run(root.relativize(file) + ", bit " + bit);
            Files.write(file, whole);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(f -> Files.isRegularFile(f) && f.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }
}
