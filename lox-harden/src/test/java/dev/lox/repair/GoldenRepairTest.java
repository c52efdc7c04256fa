// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.harden.Agreement;
import dev.lox.harden.Numbers;
import dev.lox.harden.RankChoice;
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
    private static final Map<String, Method> METHODS = Map.of(
            "resta-full", new Method.Resta(new RankChoice.Full(), 0.5),
            "resta-2", new Method.Resta(new RankChoice.Fixed(2), -0.75),
            "wise-ft", new Method.WiseFt(0.3),
            "safelora", new Method.SafeLora(0.65));

    @TempDir
    Path temp;

    static Stream<Arguments> kindsAndMethods() {
        return Stream.of("F64", "F32", "BF16")
                .flatMap(k -> METHODS.keySet().stream().map(m -> Arguments.of(k, m)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndMethods")
    void repairedWeights_areTheFloat64Formula_roundedOnce(String kind, String repair) throws Exception {
        Method method = METHODS.getOrDefault(repair, Method.WiseFt.DEFAULT);
        RepairReport report = Trio.run(Trio.golden(kind).request(temp.resolve("out"), method));
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
                RepairOutcome outcome = report.outcomes().get(info.name());
                if (outcome.repaired()) Agreement.assertAgrees(new StoredTensor(file, info), is, was);
                else assertArrayEquals(Numbers.bytes(was), Numbers.bytes(is), info.name());
                if (outcome.repaired()) assertMoved(outcome, was, is);
            }
        }
    }

    private static void assertMoved(RepairOutcome outcome, StoredTensor was, StoredTensor is) throws Exception {
        double moved = Numbers.norm(Numbers.sum(Numbers.of(is), -1, Numbers.of(was)));
        assertEquals(1, outcome.moved() / moved, was.dtype().bytes() < 4 ? 0.05 : 1e-4, was.name());
    }

    @Test
    void safeLora_projectsWhatTurnsAwayFromTheAlignment_keepsWhatDoesNot() throws Exception {
        RepairReport report = Trio.run(Trio.golden("F32").request(temp.resolve("out"), new Method.SafeLora(0.65)));
        Map<String, RepairOutcome> outcomes = report.outcomes();
        assertEquals("projected", outcomes.get("tall").treatment());
        assertEquals("kept", outcomes.get("square").treatment());
        assertEquals("one dimension", outcomes.get("norm").treatment());
        assertEquals(0.328, outcomes.get("tall").cosine().orElse(0), 5e-4);
        assertEquals(0.902, outcomes.get("square").cosine().orElse(0), 5e-4);
        assertEquals(2, outcomes.get("experts").projected());
        assertEquals(0.59, outcomes.get("experts").cosine().orElse(0), 5e-4);
    }

    @Test
    void wiseFt_atOne_isTheFinetunedModel_andReachesVectors() throws Exception {
        Trio.run(Trio.golden("F32").request(temp.resolve("one"), new Method.WiseFt(1)));
        try (Checkpoint got = Checkpoint.open(temp.resolve("one"));
                Checkpoint tuned = Checkpoint.open(Trio.golden("F32").finetuned())) {
            for (StoredTensor t : tuned.tensors().values())
                assertArrayEquals(Numbers.bytes(t), Numbers.bytes(got.require(t.name())), t.name());
        }
        RepairReport half = Trio.run(Trio.golden("F32").request(temp.resolve("half"), Method.WiseFt.DEFAULT));
        assertEquals("averaged", half.outcomes().get("norm").treatment());
    }
}
