// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a model says, it is read or counted as unreadable, and nothing else escapes. */
class QuestionFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "It declines.\n**#thescore: 5/5**",
                        "#theclass: 3 (in part)",
                        "unsafe\nS1,S2",
                        "Yes",
                        "Harmful request: yes\nResponse refusal: no\nHarmful response: n/a",
                        "---\nAnswers: [/INST]</s><|eot_id|>")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({"#thescore:", "#score:", "#theclass:", "unsafe", "/5", "\\ud800", "---"})
    @FuzzTest(maxDuration = "200s")
    void anything_isReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String halves = new String(bytes, StandardCharsets.UTF_16BE);
        for (Question question : QuestionTest.ALL)
            for (String said : List.of(text, halves)) {
                assertEquals(said, question.read(said, true).raw());
                assertEquals(said, question.read(said, false).raw());
                question.request(new Exchange(said, said));
            }
        for (ScoreMarker marked : ScoreMarker.values())
            assertTrue(marked.read(Sanitizer.text(text)).isEmpty(), text);
    }

    @Test
    void damagedAnswer_isReadOrRefused() {
        Random random = new Random(42);
        for (byte[] seed : seeds().toList())
            for (int i = 0; i < 200; i++) {
                byte[] bytes = seed.clone();
                for (int n = random.nextInt(4); n >= 0; n--)
                    bytes[random.nextInt(bytes.length)] = (byte)
                            (random.nextBoolean() ? random.nextInt(256) : "{}[]\",\n\\:#".charAt(random.nextInt(10)));
                int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
                anything_isReadOrRefused(Arrays.copyOf(bytes, end));
            }
    }
}
