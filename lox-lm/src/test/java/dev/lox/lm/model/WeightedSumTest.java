// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsHeader;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A blend is the checkpoint that nobody wrote. */
class WeightedSumTest {
    private static final int[] TOKENS = new Random(4).ints(30, 3, 64).toArray();
    private static final Path LLAMA = Golden.folder("llama");

    private record Values(Shape shape, double[] numbers) {}

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3-tied", "phi3", "mistral-nowindow"})
    void blend_ofOneModelAsItIs_isThatModelToTheBit(String model) throws IOException {
        Path folder = Golden.folder(model);
        for (Precision precision : List.of(Precision.F32, Precision.BF16)) {
            float[] expected = said(WeightedSum.of(folder), precision);
            Path other = written(model, "other", moved(read(folder), 1));
            assertArrayEquals(expected, said(blend(other, 0, folder, 1), precision));
            assertNotEquals(expected[3], said(WeightedSum.of(other), precision)[3]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama,0.25,0.75",
        "llama,-3,4",
        "qwen2,1,0.5",
        "qwen3-tied,1.5,-0.5",
        "phi3,2,-1",
        "gemma2,0.5,0.5",
        "mistral-nowindow,30,-29"
    })
    void blend_ofTwo_isTheCheckpointOfTheirSum(String model, double c1, double c2) throws IOException {
        Path folder = Golden.folder(model);
        Map<String, Values> one = read(folder);
        Map<String, Values> two = moved(one, 1e-2);
        Path other = written(model, "other", two);
        Path sum = written(model, "sum", sum(one, c1, read(other), c2));
        WeightedSum blend = blend(folder, c1, other, c2);
        assertArrayEquals(said(WeightedSum.of(sum), Precision.F32), said(blend, Precision.F32), 1e-6f);
        assertArrayEquals(said(WeightedSum.of(sum), Precision.BF16), said(blend, Precision.BF16), 1e-6f);
    }

    @Test
    void outputLayer_thatOneModelHasOfItsOwn_isAddedToTheOthersEmbedding() throws IOException {
        Path tied = Golden.folder("qwen3-tied");
        Map<String, Values> one = read(tied);
        Map<String, Values> two = new LinkedHashMap<>(one);
        Values embedding = one.get(ModelLayout.EMBEDDING);
        two.put(ModelLayout.OUTPUT, moved(Map.of("", embedding), 0.1).get(""));
        Map<String, Values> sum = sum(one, 0.5, two, 0.5);
        sum.put(
                ModelLayout.OUTPUT,
                sum(Map.of("", embedding), 0.5, Map.of("", two.get(ModelLayout.OUTPUT)), 0.5)
                        .get(""));
        Path other = written("qwen3-tied", "other", two);
        float[] expected = said(WeightedSum.of(written("qwen3-tied", "sum", sum)), Precision.F32);
        assertArrayEquals(expected, said(blend(tied, 0.5, other, 0.5), Precision.F32), 1e-6f);
        assertArrayEquals(expected, said(blend(other, 0.5, tied, 0.5), Precision.F32), 1e-6f);
    }

    @Test
    void adapter_onABlend_isPutOnTheSum() throws IOException {
        Path other = written("llama", "other", moved(read(LLAMA), 1e-2));
        Path sum = written("llama", "sum", sum(read(LLAMA), 0.5, read(other), 0.5));
        LoadOptions options = new LoadOptions(
                LoadOptions.DEFAULT.placement(), Optional.of(Golden.folder("lora-llama")), true, WeightUse.INFERENCE);
        assertArrayEquals(said(WeightedSum.of(sum), options), said(blend(LLAMA, 0.5, other, 0.5), options), 1e-6f);
    }

    @Test
    void models_ofOtherShapes_areAllNamed() {
        Path qwen = Golden.folder("qwen2");
        Path narrow = Golden.folder("llama-headdim");
        WeightedSum blend = new WeightedSum(List.of(
                new WeightedSum.Term(LLAMA, 1), new WeightedSum.Term(qwen, 1), new WeightedSum.Term(narrow, -1)));
        List<String> problems = problems(blend);
        assertTrue(problems.stream().anyMatch(c -> c.startsWith(qwen + ": tensor")), problems::toString);
        assertTrue(problems.stream().anyMatch(c -> c.startsWith(narrow + ": tensor")), problems::toString);
        assertTrue(problems.stream().noneMatch(c -> c.startsWith(LLAMA + ":")), problems::toString);
    }

    @Test
    void models_thatCannotBeOpened_areAllNamed() {
        Path a = temp.resolve("a");
        Path b = temp.resolve("b");
        assertEquals(List.of(a + ": no such folder", b + ": no such folder"), problems(blend(a, 1, b, 0)));
    }

    @Test
    void models_ofTheSameTensorsButOtherConfigs_areRefused() throws IOException {
        Path other = written("llama", "other", read(LLAMA));
        Path config = other.resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, text.replaceFirst("\"rms_norm_eps\": [^,]*", "\"rms_norm_eps\": 0.5"));
        assertTrue(problems(blend(LLAMA, 1, other, 1)).get(0).contains("makes another model of the same tensors"));
    }

    @Test
    void coefficients_thatAreNone_areAMistakeOfTheProgram() {
        assertThrows(IllegalArgumentException.class, () -> blend(LLAMA, 0, LLAMA, 0));
        assertThrows(IllegalArgumentException.class, () -> blend(LLAMA, 1, LLAMA, Double.NaN));
    }

    private static WeightedSum blend(Path one, double c1, Path two, double c2) {
        return new WeightedSum(List.of(new WeightedSum.Term(one, c1), new WeightedSum.Term(two, c2)));
    }

    private static List<String> problems(WeightedSum blend) {
        return assertThrows(InvalidInputException.class, () -> CausalLm.check(blend))
                .problems();
    }

    private static float[] said(WeightedSum blend, Precision precision) throws IOException {
        Placement placement = new Placement(precision, ComputeDevice.CPU);
        return said(blend, new LoadOptions(placement, Optional.empty(), false, WeightUse.INFERENCE));
    }

    /** The logits behind every token. */
    private static float[] said(WeightedSum blend, LoadOptions options) throws IOException {
        try (CausalLm lm = CausalLm.load(blend, options);
                KvCache cache = lm.newCache(1, TOKENS.length)) {
            int width = lm.config().vocabularySize();
            float[] all = new float[TOKENS.length * width];
            float[] row = new float[width];
            for (int i = 0; i < TOKENS.length; i++) {
                int[] token = {TOKENS[i]};
                try (Logits logits = lm.forward(cache, List.of(new SequenceChunk(0, token, true)))) {
                    logits.row(0, row);
                }
                System.arraycopy(row, 0, all, i * width, width);
            }
            return all;
        }
    }

    private static Map<String, Values> read(Path folder) throws IOException {
        Map<String, Values> all = new LinkedHashMap<>();
        try (TensorScope scope = new TensorScope();
                WeightFile files = new WeightFile(LoadOptions.DEFAULT.placement());
                Checkpoint checkpoint = Checkpoint.open(folder)) {
            for (StoredTensor t : checkpoint.tensors().values()) {
                float[] numbers = new float[Math.toIntExact(t.shape().elements())];
                new FloatPointer(files.read(t).data_ptr()).get(numbers);
                double[] wide = new double[numbers.length];
                Arrays.setAll(wide, i -> numbers[i]);
                all.put(t.name(), new Values(t.shape(), wide));
            }
        }
        return all;
    }

    private static Map<String, Values> moved(Map<String, Values> tensors, double by) {
        Random random = new Random(7);
        Map<String, Values> all = new LinkedHashMap<>();
        tensors.forEach((name, t) -> all.put(
                name,
                new Values(
                        t.shape(),
                        Arrays.stream(t.numbers())
                                .map(x -> x + by * random.nextGaussian())
                                .toArray())));
        return all;
    }

    private static Map<String, Values> sum(Map<String, Values> one, double c1, Map<String, Values> two, double c2) {
        Map<String, Values> all = new LinkedHashMap<>();
        one.forEach((name, t) -> {
            double[] total = new double[t.numbers().length];
            Arrays.setAll(total, i -> c1 * t.numbers()[i] + c2 * two.get(name).numbers()[i]);
            all.put(name, new Values(t.shape(), total));
        });
        return all;
    }

    /** A folder with the config of {@code model} and these tensors in f32. */
    private Path written(String model, String name, Map<String, Values> tensors) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
        Files.write(
                folder.resolve("config.json"),
                Files.readAllBytes(Golden.folder(model).resolve("config.json")));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((n, t) -> shapes.put(n, t.shape()));
        SafetensorsHeader header = SafetensorsHeader.of(shapes, DType.F32);
        try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            out.write(header.encoded());
            for (Values t : tensors.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * t.numbers().length).order(ByteOrder.LITTLE_ENDIAN);
                for (double x : t.numbers()) bytes.putFloat((float) x);
                out.write(bytes.array());
            }
        }
        return folder;
    }
}
