// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a data file holds, it is read or refused in one line, and nothing else escapes. */
class RowFuzzTest {
    private static final String[] NAMES = {"a.json", "a.jsonl", "a.csv", "a.txt", "a.parquet", "a"};

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of(
                "[{\"instruction\": \"Sort\", \"input\": \"b a\", \"output\": \"a b\"}, {\"prompt\": \"x\"}]",
                "{\"instructions\": [\"a\", \"\\u00e9\"]}",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}\n{\"turns\": [\"a\"], \"id\": 7}\n",
                "\ufeffid,prompt\r\n1,\"a, \"\"b\"\"\nc\"\r\n2,d\r\n",
                "one line\nanother\n",
                "{\"prompt\": \"a\", \"chosen\": [{\"role\": \"assistant\", \"content\": \"b\"}], \"rejected\": \"c\"}\n"
                        + "{\"chosen\": \"\\n\\nHuman: a\\n\\nAssistant: b\","
                        + " \"rejected\": \"\\n\\nHuman: a\\n\\nAssistant: c\"}\n",
                "[[{\"from\": \"human\", \"value\": \"a\"}, {\"from\": \"gpt\", \"value\": \"b\"}]]",
                "question,answer\na,b\n")) {
            seeds.add(text.getBytes(StandardCharsets.UTF_8));
            seeds.add(DataFiles.gzipped(text.getBytes(StandardCharsets.UTF_8)));
        }
        for (String parquet : List.of("v2", "snappy"))
            seeds.add(Files.readAllBytes(Path.of("src/test/resources/parquet", parquet + ".parquet")));
        return seeds.stream();
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({
        "\"messages\"",
        "\"from\"",
        "\"value\"",
        "\"turns\"",
        "\"chosen\"",
        "\"rejected\"",
        "PAR1",
        "\\ud800",
        "\"\""
    })
    @FuzzTest(maxDuration = "200s")
    void anyFile_isReadOrRefused(byte[] bytes) {
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            try {
                Files.write(file, bytes);
                Prompts.read(file, OptionalInt.empty());
                Rows.all(file);
            } catch (InvalidInputException e) {
                DataFiles.checkRefusal(file, e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (BadRows policy : BadRows.values()) {
                read(file, () -> Examples.read(List.of(file), policy));
                read(file, () -> Preferences.read(List.of(file), policy));
            }
        }
    }

    private interface Reading {
        void read() throws IOException;
    }

    /** Many rows can be refused at once, a line each. */
    private static void read(Path file, Reading reading) {
        try {
            reading.read();
        } catch (InvalidInputException e) {
            for (String problem : e.problems())
                assertTrue(
                        (problem.startsWith(file + ": ") || problem.matches("and \\d+ more"))
                                && !problem.contains("\n"),
                        problem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void damagedFile_isReadOrRefused() throws IOException {
        Random random = new Random(42);
        for (byte[] seed : seeds().toList())
            for (int i = 0; i < (seed.length < 1000 ? 60 : 15); i++) {
                byte[] bytes = seed.clone();
                for (int n = random.nextInt(4); n >= 0; n--)
                    bytes[random.nextInt(bytes.length)] = (byte)
                            (random.nextBoolean() ? random.nextInt(256) : "{}[]\",\n\\:".charAt(random.nextInt(9)));
                int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
                anyFile_isReadOrRefused(Arrays.copyOf(bytes, end));
            }
    }
}
