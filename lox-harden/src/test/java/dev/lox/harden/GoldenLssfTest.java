// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LSSF (arXiv 2602.00038) against float64 weights by {@code oracle/lssf.py}, which forms U'U'ᵀΔW as the paper writes it. */
final class GoldenLssfTest {
    private static final RankChoice ENTROPY = new RankChoice.Entropy(0.8);
    private static final DirectionWeights LINEAR = new DirectionWeights.Linear(1.5);
    private static final Map<String, WeightMethod> METHODS = Map.of(
            "harden", new Lox(new Extrapolation(ENTROPY, LINEAR, 1.25)),
            "resta", new Resta(new Extrapolation(ENTROPY, LINEAR, 0.5)));

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"F64,harden", "F32,harden", "BF16,harden", "F64,resta", "F32,resta", "BF16,resta"})
    void weights_areTheFloat64Formula_roundedOnce(String kind, String result) throws Exception {
        EditReport report =
                Trio.run(Trio.golden(kind).request(temp.resolve("out"), METHODS.getOrDefault(result, WiseFt.DEFAULT)));
        Path expected = Trio.goldens().resolveSibling("lssf").resolve(kind + "/" + result + ".safetensors");
        Path from = result.equals("harden")
                ? Trio.golden(kind).aligned()
                : Trio.golden(kind).finetuned();
        try (SafetensorsFile file = SafetensorsFile.open(expected);
                Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint start = Checkpoint.open(from)) {
            int changed = 0;
            for (TensorInfo info : file.header().tensors()) {
                StoredTensor is = got.require(info.name());
                StoredTensor was = start.require(info.name());
                if (report.outcomes().get(info.name()).changed()) {
                    Agreement.assertAgrees(new StoredTensor(file, info), is, was);
                    changed++;
                } else {
                    assertArrayEquals(Numbers.bytes(was), Numbers.bytes(is), info.name());
                }
            }
            assertEquals(4, changed);
        }
    }

    @Test
    void record_saysHowDirectionsCount_onlyWhereTheyDiffer() throws Exception {
        Trio trio = Trio.golden("F32");
        Trio.run(trio.request(temp.resolve("weighted"), METHODS.getOrDefault("harden", WiseFt.DEFAULT)));
        Trio.run(trio.request(temp.resolve("plain"), Lox.DEFAULT));
        String weighted = Files.readString(temp.resolve("weighted/lox.json"));
        assertTrue(weighted.contains("\"rank\" : \"entropy:0.8\"") || weighted.contains("\"rank\":\"entropy:0.8\""));
        assertTrue(weighted.contains("linear:1.5"));
        assertTrue(!Files.readString(temp.resolve("plain/lox.json")).contains("weights\""));
    }

    @Test
    void coefficients_fallLinearly_andCountSquared() {
        double[] sigma = {4, 3, 2, 1};
        Extrapolation extrapolation = new Extrapolation(ENTROPY, LINEAR, 2);
        assertEquals(2 * 1.5 * 1.5, extrapolation.coefficient(sigma, 3, 0), 1e-15);
        assertEquals(2 * 1.25 * 1.25, extrapolation.coefficient(sigma, 3, 1), 1e-15);
        assertEquals(2, extrapolation.coefficient(sigma, 3, 2), 1e-15);
        assertEquals(Math.sqrt(18 * 18 + 9.375 * 9.375 + 16), extrapolation.distance(sigma, 3), 1e-12);
    }

    @Test
    void equalSingularValues_countAlike() {
        assertEquals(1, LINEAR.of(new double[] {2, 2, 2}, 3, 0));
        assertEquals(1, LINEAR.of(new double[] {2}, 1, 0));
    }

    @Test
    void entropyShare_isTheLeastRank_whosePartReachesEta() {
        // p = 0.5, 0.25, 0.25: entropies 0.3466, 0.3466, 0.3466, a third each.
        double[] sigma = {Math.sqrt(2), 1, 1};
        assertEquals(1, RankRule.entropyShare(sigma, 0.3));
        assertEquals(2, RankRule.entropyShare(sigma, 0.6));
        assertEquals(3, RankRule.entropyShare(sigma, 1));
        assertEquals(1, RankRule.entropyShare(new double[] {5, 0, 0}, 0.9));
        assertEquals(0, RankRule.entropyShare(new double[] {0, 0}, 0.9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"entropy:0", "entropy:1.01", "entropy:-1", "entropy:x", "entropy:", "entropy:NaN"})
    void rank_thatIsNoShareOfTheEntropy_isRefused(String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> RankChoice.parse(text));
        assertTrue(e.getMessage().endsWith("got " + text), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear:0.5", "linear:NaN", "linear:Infinity", "linear:", "linear", "cubic:2", ""})
    void weights_thatAreNone_areRefused(String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> DirectionWeights.parse(text));
        assertTrue(e.getMessage().startsWith("weights: expected uniform or linear:A1"), e.getMessage());
    }

    @Test
    void weights_onTheWholeDelta_areRefusedByName() {
        WeightMethod whole = new Lox(new Extrapolation(new RankChoice.Full(), LINEAR, 1));
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> Trio.golden("F32").request(temp.resolve("out"), whole));
        assertTrue(e.getMessage().startsWith("weights=linear:1.5: the whole delta is not decomposed"), e.getMessage());
    }
}
