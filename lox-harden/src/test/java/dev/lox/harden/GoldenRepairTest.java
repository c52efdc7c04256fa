// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Repaired weights against float64 formulas that form every matrix whole. */
final class GoldenRepairTest {
    private static final Map<String, WeightMethod> METHODS = Map.of(
            "resta-full", Resta.DEFAULT,
            "resta-2", new Resta(new Extrapolation(new RankChoice.Fixed(2), -0.75)),
            "wise-ft", new WiseFt(0.3),
            "safelora", new SafeLora(0.65));

    @TempDir
    Path temp;

    static Stream<Arguments> kindsAndMethods() {
        return Stream.of("F64", "F32", "BF16")
                .flatMap(k -> METHODS.keySet().stream().map(m -> Arguments.of(k, m)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndMethods")
    void repairedWeights_areTheFloat64Formula_roundedOnce(String kind, String repair) throws Exception {
        WeightMethod method = METHODS.getOrDefault(repair, WiseFt.DEFAULT);
        EditReport report = Trio.run(Trio.golden(kind).request(temp.resolve("out"), method));
        Path expected = Trio.goldens().resolve(kind + "/expected/" + repair + ".safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(expected);
                Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint tuned = Checkpoint.open(Trio.golden(kind).finetuned())) {
            assertEquals(
                    List.copyOf(tuned.tensors().keySet()),
                    List.copyOf(got.tensors().keySet()));
            for (TensorInfo info : file.header().tensors()) {
                StoredTensor is = got.require(info.name());
                StoredTensor was = tuned.require(info.name());
                TensorOutcome outcome = report.outcomes().get(info.name());
                if (outcome.changed()) Agreement.assertAgrees(new StoredTensor(file, info), is, was);
                else assertArrayEquals(Numbers.bytes(was), Numbers.bytes(is), info.name());
                if (outcome.changed()) assertMoved(outcome, was, is);
            }
        }
    }

    private static void assertMoved(TensorOutcome outcome, StoredTensor was, StoredTensor is) throws Exception {
        double moved = Numbers.norm(Numbers.sum(Numbers.of(is), -1, Numbers.of(was)));
        double recorded = outcome.toJson().path("moved").doubleValue();
        assertEquals(1, recorded / moved, was.dtype().bytes() < 4 ? 0.05 : 1e-4, was.name());
    }

    @Test
    void safeLora_projectsWhatTurnsAwayFromTheAlignment_keepsWhatDoesNot() throws Exception {
        EditReport report = Trio.run(Trio.golden("F32").request(temp.resolve("out"), new SafeLora(0.65)));
        Map<String, TensorOutcome> outcomes = report.outcomes();
        assertEquals("projected", outcomes.get("tall").treatment());
        assertEquals("kept", outcomes.get("square").treatment());
        assertEquals("one dimension", outcomes.get("norm").treatment());
        assertEquals(0.328, projected(outcomes, "tall").cosine(), 5e-4);
        assertEquals(0.902, projected(outcomes, "square").cosine(), 5e-4);
        assertEquals(2, projected(outcomes, "experts").projected());
        assertEquals(0.59, projected(outcomes, "experts").cosine(), 5e-4);
    }

    @Test
    void wiseFt_atOne_isTheFinetunedModel_andReachesVectors() throws Exception {
        Trio.run(Trio.golden("F32").request(temp.resolve("one"), new WiseFt(1)));
        try (Checkpoint got = Checkpoint.open(temp.resolve("one"));
                Checkpoint tuned = Checkpoint.open(Trio.golden("F32").finetuned())) {
            for (StoredTensor t : tuned.tensors().values())
                assertArrayEquals(Numbers.bytes(t), Numbers.bytes(got.require(t.name())), t.name());
        }
        EditReport half = Trio.run(Trio.golden("F32").request(temp.resolve("half"), WiseFt.DEFAULT));
        assertEquals("averaged", half.outcomes().get("norm").treatment());
    }

    private static TensorOutcome.Projected projected(Map<String, TensorOutcome> outcomes, String tensor) {
        return assertInstanceOf(TensorOutcome.Projected.class, outcomes.get(tensor));
    }
}
