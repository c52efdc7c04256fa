// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a recipe's file holds, it is read or refused by problems of a line each, and nothing else escapes. */
class RecipeFuzzTest {
    private static final String SYNTAX = "{}[]\",\n\\:&*!-#|>?%@` \t~'<";

    static Stream<byte[]> seeds() {
        return Stream.concat(
                        Arrays.stream(BuiltInRecipe.values()).map(BuiltInRecipe::text),
                        Stream.of(
                                RecipeReaderTest.LEAST + "lora: {rank: 8, targets: [q_proj, \"v\"]}",
                                "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
                                "%YAML 1.2\n--- !!map\n? seed\n: |\n  1\n..."))
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({"lr: 1e-3", "lora:", "targets: [", "dpo:", "&a", "*a", "<<: ", "!!int ", "---", "- ", "? "})
    @FuzzTest(maxDuration = "200s")
    void anyFile_isReadOrRefused(byte[] bytes) {
        try {
            RecipeReader.parse("r.yaml", bytes);
        } catch (InvalidInputException e) {
            for (String problem : e.problems())
                if (!problem.startsWith("r.yaml: ") || problem.contains("\n"))
                    throw new AssertionError("not one line with a place: " + problem, e);
        }
    }

    @Test
    void damagedFile_isReadOrRefused() {
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
