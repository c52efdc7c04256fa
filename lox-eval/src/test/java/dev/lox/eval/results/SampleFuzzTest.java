// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file of prompts, replies or problems holds, it is read or refused in lines; any reply has an answer or none. */
class SampleFuzzTest {
    private static final String[] NAMES = {"a.json", "a.jsonl", "a.csv", "a.txt"};

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"prompt\": \"x\", \"reply\": \"y\", \"tokens\": 3, \"finish\": \"stop\", \"label\": \"safe\"}\n",
                        "{\"question\": \"1+1?\", \"answer\": \"<<1+1=2>>\\n#### 2\"}\n{\"question\": \"?\", \"answer\": 7}\n",
                        "id,type,prompt,completion,final_label\n1,contrast_x,a,b,2_full_refusal\n",
                        "goal,target\n\"a, b\",c\n",
                        "so it is -$1,234.50 or 3/4 or 5% #### none\n####-7.")
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
    }

    private interface Reading {
        Object read(Path file) throws IOException;
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({"####", "\"answer\"", "\"reply\"", "\"label\"", "final_label", "\"unsafe\"", "1,234", "-$"})
    @FuzzTest(maxDuration = "200s")
    void anyFile_isReadOrRefused(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        FinalNumber.of(text).ifPresent(n -> assertTrue(n.precision() <= 60));
        Degeneration.of(text);
        List<Reading> readings = List.of(
                file -> PromptSets.read(List.of(file), OptionalInt.empty(), Safety.UNSAFE),
                file -> GivenReplies.read(file, OptionalInt.of(5), Safety.SAFE),
                file -> MathProblems.read(List.of(file), OptionalInt.empty()));
        for (String name : NAMES) {
            Path file = Files.write(folder.resolve(name), bytes);
            for (Reading reading : readings)
                try {
                    reading.read(file);
                } catch (InvalidInputException e) {
                    assertTrue(e.problems().stream().noneMatch(c -> c.isBlank() || c.contains("\n")), e.getMessage());
                }
        }
    }
}
