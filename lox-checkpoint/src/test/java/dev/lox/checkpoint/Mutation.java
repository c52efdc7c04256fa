// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Random damage to good bytes, the same at every run: what a fuzzer finds first, without one. */
final class Mutation {
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\\",
            "\\u0000",
            "\\ud800",
            "\n",
            "\0",
            "null",
            "true",
            "-1",
            "0.5",
            "1e999",
            "0",
            "8",
            "9223372036854775807",
            "18446744073709551616",
            "../",
            "/",
            ".safetensors",
            ".*",
            "(",
            ")+",
            "{2,}",
            "__metadata__",
            "\"w\":",
            "lora_A",
            "lora_B",
            ".modules_to_save",
            ".default",
            ".weight",
            "\u2028",
            "F4",
            "BF16");

    private Mutation() {}

    /** Gives {@code target} some thousand damaged variants of each seed. */
    static void each(List<byte[]> seeds, int variants, Consumer<byte[]> target) {
        Random random = new Random(42);
        for (byte[] seed : seeds) {
            target.accept(seed);
            for (int i = 0; i < variants; i++) {
                byte[] bytes = seed;
                for (int n = 1 + random.nextInt(3); n > 0; n--) bytes = damaged(bytes, random);
                target.accept(bytes);
            }
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(12));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(6)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.writeBytes(token(random));
            case 2 -> {
                out.writeBytes(token(random));
                at = to;
            }
            case 3 -> at = to;
            case 4 -> out.write(bytes, at, to - at);
            default -> {
                if (at < bytes.length) out.write(bytes[at++] ^ 1 << random.nextInt(8));
            }
        }
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }
}
