// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a study's file holds, it is read or refused by problems of a line each, and nothing else escapes. */
class StudyFuzzTest {
    private static final String SYNTAX = "{}[]\",\n\\:&*!-#|>?%@` \t~'<01e9";

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(
                        Files.readString(Path.of("../studies/smollm2-135m.yaml")),
                        """
                        study: calibration
                        base: b
                        aligned: a
                        variants: {r: {method: random, rank: energy:0.5, seed: 1, repair: {method: resta, alpha: 1}}}
                        attacks: {g: {data: d, seeds: [1, 2], along: 5, with: {max-steps: 9, lr: 1e-3}}}
                        evaluations: {A: {measure: asr, prompts: p}, l: {measure: loss, data: d, bound: 5%}}
                        """,
                        "study: effective_rank\nbase: b\naligned: a\nranks: [1, 2]\nmargin: 0.1\n"
                                + "evaluations: {A: {measure: asr, prompts: p, judges: [x, y], stops: [\"a\"]}}",
                        "study: landscape\nmodels: {a: x, b: y, c: z}\ngrid: 3\n"
                                + "evaluations: {A: {measure: asr, prompts: p, limit: 3}}")
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({"method: lox", "rank: ", "alpha: 1e999", "seeds: []", "judges: []", "with: {", "bound: 1%", "- "
    })
    @FuzzTest(maxDuration = "120s")
    void anyFile_isReadOrRefused(byte[] bytes) throws IOException {
        try {
            StudyReader.parse("s.yaml", new String(bytes, StandardCharsets.UTF_8));
        } catch (InvalidInputException e) {
            for (String problem : e.problems())
                if (!problem.startsWith("s.yaml: ") || problem.contains("\n"))
                    throw new AssertionError("not one line with a place: " + problem, e);
        }
    }

    @Test
    void damagedFile_isReadOrRefused() throws IOException {
        Random random = new Random(42);
        for (byte[] seed : seeds().toList())
            for (int i = 0; i < 400; i++) {
                byte[] bytes = seed.clone();
                for (int n = random.nextInt(6); n >= 0; n--)
                    bytes[random.nextInt(bytes.length)] = (byte)
                            (random.nextInt(4) == 0
                                    ? random.nextInt(256)
                                    : SYNTAX.charAt(random.nextInt(SYNTAX.length())));
                int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
                anyFile_isReadOrRefused(Arrays.copyOf(bytes, end));
            }
    }
}
