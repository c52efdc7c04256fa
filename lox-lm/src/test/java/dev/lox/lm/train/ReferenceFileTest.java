// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainingOptions;
import dev.lox.lm.recipe.Batches.Batching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceFileTest {
    private static final String KEY = "0123456789abcdef0123";
    private static final List<PairRow> PAIRS = TinyRun.pairs(20);

    @TempDir
    Path temp;

    private Path file;

    @BeforeEach
    void place() {
        file = temp.resolve("reference/reference-0123456789abcdef.jsonl");
    }

    /** The figures, and at which pairs progress was told of. */
    private List<ReferencePair> figures(List<Integer> told) throws IOException {
        Placement placement = new Placement(Precision.F32, ComputeDevice.CPU);
        // Stretches of 8 pairs.
        MicroBatches batches = new MicroBatches(Batching.BUCKETED, 1, 1);
        try (TrainableLm lm = TrainableLm.load(
                TinyRun.byPreferences("llama").folder(),
                Optional.empty(),
                new TrainingOptions(placement, false, Optional.empty(), 0))) {
            return new ReferenceFile(temp.resolve("reference"), KEY, batches)
                    .of(PAIRS, lm, (done, total) -> told.add(done), () -> false)
                    .orElseThrow();
        }
    }

    private List<Integer> told() throws IOException {
        List<Integer> told = new ArrayList<>();
        figures(told);
        return told;
    }

    @Test
    void figures_computedOnce_areReadAgain() throws IOException {
        List<Integer> told = new ArrayList<>();
        List<ReferencePair> computed = figures(told);
        assertEquals(List.of(8, 16, 20), told);
        told.clear();
        assertEquals(computed, figures(told));
        assertEquals(List.of(), told);
        try (Stream<String> lines = Files.lines(file)) {
            assertEquals(20, lines.count());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"chosen\":1.0,\"rej",
                "no json\n",
                "{\"chosen\":1.0,\"rejected\":\"NaN\"}\n",
                "[]\n{}\n",
                "\n"
            })
    void file_cutOffOrSpoiled_isCompletedToTheSameBytes(String end) throws IOException {
        figures(new ArrayList<>());
        List<String> lines = Files.readAllLines(file);
        String whole = Files.readString(file);
        Files.writeString(file, String.join("\n", lines.subList(0, 11)) + "\n" + end);
        assertEquals(List.of(16, 20), told());
        assertEquals(whole, Files.readString(file));
    }

    @Test
    void byteThatIsNoText_costsItsBlockAndThoseAfterIt() throws IOException {
        figures(new ArrayList<>());
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= (byte) 0x80;
        Files.write(file, flipped);
        assertEquals(List.of(16, 20), told());
        assertArrayEquals(whole, Files.readAllBytes(file));
    }
}
