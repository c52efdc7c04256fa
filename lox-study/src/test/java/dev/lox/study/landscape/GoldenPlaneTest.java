// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.FloatCodec;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.WeightedSum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planes as numpy works them out on whole vectors of weights (oracle/landscape.py). */
class GoldenPlaneTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/landscape");
    private static final double RELATIVE = 1e-6;

    private static List<Path> models(String name, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> GOLDEN.resolve(name).resolve("m" + i))
                .toList();
    }

    private static JsonNode expected(String name) throws IOException {
        return new ObjectMapper().readTree(GOLDEN.resolve(name + "/plane.json").toFile());
    }

    @ParameterizedTest
    @CsvSource({"three,3", "four,4"})
    void models_standWhereNumpyPutsThem(String name, int count) throws IOException {
        JsonNode expected = expected(name);
        Plane plane = Plane.of(models(name, count));
        assertEquals(expected.get("unit").doubleValue(), plane.unit(), RELATIVE * plane.unit());
        assertEquals(count, plane.marks().size());
        for (int i = 0; i < count; i++) {
            JsonNode mark = expected.get("marks").get(i);
            assertEquals(mark.get(0).doubleValue(), plane.marks().get(i).x(), RELATIVE);
            assertEquals(mark.get(1).doubleValue(), plane.marks().get(i).y(), RELATIVE);
            assertEquals(mark.get(2).doubleValue(), plane.marks().get(i).distance(), RELATIVE);
        }
    }

    @ParameterizedTest
    @CsvSource({"three,3", "four,4"})
    void points_haveTheWeightsThatNumpyGivesThem(String name, int count) throws IOException {
        Plane plane = Plane.of(models(name, count));
        JsonNode points = expected(name).get("points");
        for (int i = 0; i < points.size(); i++) {
            WeightedSum blend = plane.blend(
                    points.get(i).get(0).doubleValue(), points.get(i).get(1).doubleValue());
            Path folder = GOLDEN.resolve(name).resolve("point" + (i + 1));
            compareTensors(folder, blend);
            assertArrayEquals(said(WeightedSum.of(folder)), said(blend), 2e-5f, folder.toString());
        }
    }

    private static void compareTensors(Path folder, WeightedSum blend) throws IOException {
        try (Checkpoint point = Checkpoint.open(folder)) {
            for (StoredTensor tensor : point.tensors().values()) {
                double[] expected = numbers(tensor);
                double[] found = new double[expected.length];
                for (WeightedSum.Term term : blend.terms())
                    try (Checkpoint model = Checkpoint.open(term.folder())) {
                        double[] part = numbers(model.require(tensor.name()));
                        for (int i = 0; i < part.length; i++) found[i] += term.coefficient() * part[i];
                    }
                double difference = 0;
                double norm = 0;
                for (int i = 0; i < found.length; i++) {
                    difference += Math.pow(found[i] - expected[i], 2);
                    norm += Math.pow(expected[i], 2);
                }
                assertTrue(Math.sqrt(difference) <= RELATIVE * Math.sqrt(norm), folder + " " + tensor.name());
            }
        }
    }

    private static double[] numbers(StoredTensor tensor) throws IOException {
        double[] numbers = new double[Math.toIntExact(tensor.shape().elements())];
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.info().bytes()));
        tensor.read(0, bytes);
        FloatCodec.decode(tensor.dtype(), bytes.flip(), numbers, numbers.length);
        return numbers;
    }

    private static float[] said(WeightedSum blend) throws IOException {
        int[] tokens = {1, 7, 3, 20, 11, 5, 2, 9, 16, 23};
        try (CausalLm lm = CausalLm.load(blend, LoadOptions.DEFAULT)) {
            return lm.logProbabilities(List.of(tokens))[0];
        }
    }
}
