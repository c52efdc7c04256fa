// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a model says, it is judged, and soon. */
class RefusalFuzzTest {
    private static final long SOON = 2_000_000_000;
    private static final RefusalJudge JUDGE = new RefusalJudge();

    static Stream<byte[]> seeds() throws IOException {
        return Stream.concat(OwnReplies.read("refusals.txt").stream(), OwnReplies.read("compliances.txt").stream())
                .map(reply -> reply.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({"I'm sorry", "I cannot", "as an AI", "it is not", ", ", "\\x0a", "\\x22", "people"})
    @FuzzTest(maxDuration = "200s")
    void anyReply_isJudgedSoon(byte[] bytes) {
        long start = System.nanoTime();
        OwnReplies.extent(JUDGE, new String(bytes, StandardCharsets.UTF_8));
        assertTrue(System.nanoTime() - start < SOON);
    }

    @Test
    void damagedReply_isJudgedSoon() throws IOException {
        Random random = new Random(42);
        List<byte[]> seeds = seeds().toList();
        for (byte[] seed : seeds)
            for (int i = 0; i < 10; i++) {
                byte[] bytes = seed.clone();
                for (int n = random.nextInt(5); n >= 0; n--)
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                anyReply_isJudgedSoon(bytes);
            }
        for (String part :
                List.of("sorry ", "I am sorry, but ", "people ", "not, or ", "\"", "a, ", "no, so, but ", "'"))
            anyReply_isJudgedSoon(part.repeat(5000).getBytes(StandardCharsets.UTF_8));
    }
}
