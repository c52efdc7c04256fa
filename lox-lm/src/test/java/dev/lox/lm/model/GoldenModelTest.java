// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every architecture against transformers, in f32. */
class GoldenModelTest {
    private static final double TOLERANCE = 1e-4;

    static java.util.stream.Stream<String> models() throws IOException {
        return Golden.models();
    }

    @ParameterizedTest
    @MethodSource("models")
    void prefill_wholeSequence_equalsTransformers(String name) throws IOException {
        Golden golden = Golden.of(name);
        try (CausalLm model = CausalLm.load(Golden.folder(name), LoadOptions.DEFAULT)) {
            int[] tokens = golden.tokens("prefill.ids", 0, 0);
            for (int length : lengths(golden, tokens.length))
                try (KvCache cache = model.newCache(1, tokens.length)) {
                    float[] last = last(model, cache, 0, Arrays.copyOf(tokens, length));
                    close(golden.row("prefill.logits", length - 1), last, name + " behind token " + length);
                }
        }
    }

    /** Frequencies that follow the length give other logits for a part of the sequence than for all of it. */
    private static int[] lengths(Golden golden, int all) {
        return golden.shapes().containsKey("short.ids") ? new int[] {all} : new int[] {1, 2, 7, 17, all};
    }

    @ParameterizedTest
    @MethodSource("models")
    void pieces_oneAfterAnother_equalTheWhole(String name) throws IOException {
        Golden golden = Golden.of(name);
        if (golden.shapes().containsKey("short.ids")) return;
        try (CausalLm model = CausalLm.load(Golden.folder(name), LoadOptions.DEFAULT);
                KvCache cache = model.newCache(2, 8)) {
            int[] tokens = golden.tokens("prefill.ids", 0, 0);
            int[] cuts = {0, 3, 4, 15, 31, tokens.length};
            for (int i = 1; i < cuts.length; i++) {
                cache.reserve(2, cuts[i]);
                float[] last = last(model, cache, 1, Arrays.copyOfRange(tokens, cuts[i - 1], cuts[i]));
                close(golden.row("prefill.logits", cuts[i] - 1), last, name + " behind token " + cuts[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void sequences_ofUnequalLength_doNotSeeEachOther(String name) throws IOException {
        Golden golden = Golden.of(name);
        try (CausalLm model = CausalLm.load(Golden.folder(name), LoadOptions.DEFAULT);
                KvCache cache = model.newCache(3, 40)) {
            List<SequenceChunk> all = new ArrayList<>();
            List<SequenceChunk> first = new ArrayList<>();
            List<SequenceChunk> second = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int[] tokens = padded(golden, i);
                all.add(new SequenceChunk(i, tokens, true));
                first.add(new SequenceChunk(i, Arrays.copyOf(tokens, tokens.length - 1), false));
                second.add(new SequenceChunk(i, new int[] {tokens[tokens.length - 1]}, true));
            }
            equal(golden, model, cache, all);
            for (int i = 0; i < 3; i++) cache.truncate(i, 0);
            if (golden.shapes().containsKey("short.ids")) return;
            model.forward(cache, first).close();
            equal(golden, model, cache, second);
        }
    }

    private static int[] padded(Golden golden, int row) {
        int width = (int) golden.shapes().get("padded.ids")[1];
        return golden.tokens("padded.ids", row, width - (int) golden.ints().get("padded.lengths")[row]);
    }

    private static void equal(Golden golden, CausalLm model, KvCache cache, List<SequenceChunk> feeds) {
        try (Logits logits = model.forward(cache, feeds)) {
            float[] row = new float[logits.vocabulary()];
            for (int i = 0; i < 3; i++) {
                logits.row(i, row);
                close(golden.row("padded.logits", i), row, golden.name() + " sequence " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void cachedDecoding_greedy_equalsTransformers(String name) throws IOException {
        Golden golden = Golden.of(name);
        try (CausalLm model = CausalLm.load(Golden.folder(name), LoadOptions.DEFAULT);
                KvCache cache = model.newCache(1, 64)) {
            int[] prompt = golden.tokens("decode.ids", 0, 0);
            long[] next = golden.ints().get("decode.next");
            List<Integer> sequence =
                    new ArrayList<>(Arrays.stream(prompt).boxed().toList());
            int[] feed = prompt;
            for (int i = 0; i < next.length; i++) {
                if (sequence.size() == model.config().refillLength()) {
                    cache.truncate(0, 0);
                    feed = sequence.stream().mapToInt(t -> t).toArray();
                }
                float[] last = last(model, cache, 0, feed);
                close(golden.row("decode.logits", i), last, name + " step " + i);
                sequence.add((int) next[i]);
                feed = new int[] {(int) next[i]};
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-dynamic", "phi3-longrope", "phi3-v4"})
    void frequencies_atTheOriginalLength_areTheShortOnes(String name) throws IOException {
        Golden golden = Golden.of(name);
        try (CausalLm model = CausalLm.load(Golden.folder(name), LoadOptions.DEFAULT)) {
            int[] tokens = golden.tokens("short.ids", 0, 0);
            try (KvCache cache = model.newCache(1, tokens.length)) {
                close(golden.row("short.logits", tokens.length - 1), last(model, cache, 0, tokens), name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gemma2"})
    void logProbabilities_ofCompletions_equalTransformers(String name) throws IOException {
        Golden golden = Golden.of(name);
        try (CausalLm model = CausalLm.load(Golden.folder(name), LoadOptions.DEFAULT)) {
            List<int[]> sequences = new ArrayList<>();
            long[] lengths = golden.ints().get("logprob.lengths");
            for (int i = 0; i < lengths.length; i++)
                sequences.add(Arrays.copyOf(golden.tokens("logprob.ids", i, 0), (int) lengths[i]));
            float[][] found = model.logProbabilities(sequences);
            for (int i = 0; i < lengths.length; i++) {
                int prompt = (int) golden.ints().get("logprob.prompt_lengths")[i];
                float[] expected = Arrays.copyOf(golden.row("logprob.values", i), (int) lengths[i] - prompt);
                close(expected, Arrays.copyOfRange(found[i], prompt - 1, found[i].length), name + " " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "olmo2"})
    void adapter_mergedOrLive_equalsPeft(String base) throws IOException {
        Golden golden = Golden.of("lora-" + base);
        int[] tokens = golden.tokens("prefill.ids", 0, 0);
        for (boolean merge : new boolean[] {false, true}) {
            LoadOptions options = new LoadOptions(
                    LoadOptions.DEFAULT.placement(),
                    Optional.of(Golden.folder("lora-" + base)),
                    merge,
                    WeightUse.INFERENCE);
            try (CausalLm model = CausalLm.load(Golden.folder(base), options);
                    KvCache cache = model.newCache(1, tokens.length)) {
                close(
                        golden.row("prefill.logits", tokens.length - 1),
                        last(model, cache, 0, tokens),
                        merge ? "merged" : "live");
            }
        }
    }

    private static float[] last(CausalLm model, KvCache cache, int slot, int[] tokens) {
        try (Logits logits = model.forward(cache, List.of(new SequenceChunk(slot, tokens, true)))) {
            float[] row = new float[logits.vocabulary()];
            logits.row(0, row);
            return row;
        }
    }

    private static void close(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++)
            assertTrue(
                    Math.abs(expected[i] - actual[i]) <= TOLERANCE,
                    what + ": logit " + i + " is " + actual[i] + ", expected " + expected[i]);
    }
}
