// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.SequenceScores;
import dev.lox.lm.model.TopTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");
    private static final Batching WIDE = new Batching(16, 1 << 24);
    private static final Batching ONE = new Batching(1, 1 << 24);

    private static CausalLm model(String name) throws IOException {
        return CausalLm.load(MODELS.resolve(name), LoadOptions.DEFAULT);
    }

    private static List<Completion> run(
            CausalLm model, Batching batching, Set<Integer> ends, List<CompletionRequest> all) {
        TreeMap<Long, Completion> done = new TreeMap<>();
        try (Engine engine = new Engine(model, ends, batching)) {
            all.forEach(engine::add);
            while (!engine.idle()) engine.step(c -> done.put(c.id(), c));
        }
        assertEquals(all.size(), done.size());
        return List.copyOf(done.values());
    }

    /** Prompts of very unequal length, some with a long prefix in common. */
    private static List<int[]> prompts(int count) {
        Random random = new Random(7);
        int[] prefix = random.ints(20, 0, 64).toArray();
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] own = random.ints(1 + random.nextInt(15), 0, 64).toArray();
            int shared = i % 3 == 0 ? 0 : 5 + random.nextInt(16);
            int[] prompt = Arrays.copyOf(prefix, shared + own.length);
            System.arraycopy(own, 0, prompt, shared, own.length);
            prompts.add(prompt);
        }
        return prompts;
    }

    private static List<CompletionRequest> greedy(List<int[]> prompts) {
        List<CompletionRequest> all = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) all.add(CompletionRequest.greedy(i, prompts.get(i), 3 + i % 11));
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2-window", "gemma2", "phi3-longrope", "llama-dynamic"})
    void completions_inABatch_equalThoseAlone(String name) throws IOException {
        try (CausalLm model = model(name)) {
            List<CompletionRequest> all = greedy(prompts(25));
            List<Completion> alone = run(model, ONE, Set.of(), all);
            List<Completion> together = run(model, WIDE, Set.of(), all);
            for (int i = 0; i < all.size(); i++) {
                assertArrayEquals(alone.get(i).tokens(), together.get(i).tokens(), name + " request " + i);
                assertEquals(3 + i % 11, alone.get(i).tokens().length);
                assertEquals(Finish.LENGTH, alone.get(i).finish());
            }
        }
    }

    @Test
    void endToken_ofOneSequence_endsItAlone() throws IOException {
        try (CausalLm model = model("llama")) {
            List<int[]> prompts = prompts(12);
            List<CompletionRequest> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) all.add(CompletionRequest.greedy(i, prompts.get(i), 12));
            List<Completion> free = run(model, WIDE, Set.of(), all);
            int end = free.get(4).tokens()[5];
            for (Completion c : run(model, WIDE, Set.of(end), all)) {
                int[] whole = free.get((int) c.id()).tokens();
                int at = 0;
                while (at < whole.length && whole[at] != end) at++;
                assertArrayEquals(Arrays.copyOf(whole, Math.min(at + 1, whole.length)), c.tokens());
                assertEquals(at < whole.length ? Finish.STOP : Finish.LENGTH, c.finish());
            }
        }
    }

    @Test
    void sampling_withOneSeed_isTheSameInAnyBatch() throws IOException {
        try (CausalLm model = model("llama")) {
            List<CompletionRequest> all = new ArrayList<>();
            List<int[]> prompts = prompts(9);
            for (int i = 0; i < 9; i++)
                all.add(new CompletionRequest(
                        i, prompts.get(i), 10, new Sampling(0.9, 20, 0.95, 40 + i), StopRule.NEVER, false));
            List<Completion> alone = run(model, ONE, Set.of(), all);
            List<Completion> together = run(model, WIDE, Set.of(), all);
            List<Completion> greedy = run(model, ONE, Set.of(), greedy(prompts));
            boolean differs = false;
            for (int i = 0; i < 9; i++) {
                assertArrayEquals(alone.get(i).tokens(), together.get(i).tokens());
                differs |= alone.get(i).tokens()[0] != greedy.get(i).tokens()[0];
            }
            assertTrue(differs, "nothing was sampled");
        }
    }

    @Test
    void logProbabilities_ofNewTokens_areThoseOfScoringThem() throws IOException {
        try (CausalLm model = model("llama")) {
            List<int[]> prompts = prompts(5);
            List<CompletionRequest> all = new ArrayList<>();
            for (int i = 0; i < 5; i++)
                all.add(new CompletionRequest(i, prompts.get(i), 6, Sampling.GREEDY, StopRule.NEVER, i % 2 == 0));
            for (Completion c : run(model, WIDE, Set.of(), all)) {
                if (c.id() % 2 == 1) {
                    assertEquals(0, c.logProbabilities().length);
                    continue;
                }
                int[] prompt = prompts.get((int) c.id());
                int[] whole = Arrays.copyOf(prompt, prompt.length + 6);
                System.arraycopy(c.tokens(), 0, whole, prompt.length, 6);
                float[] scored = model.logProbabilities(List.of(whole))[0];
                for (int i = 0; i < 6; i++) assertEquals(scored[prompt.length - 1 + i], c.logProbabilities()[i], 1e-4);
            }
        }
    }

    @Test
    void memory_forTwoSequences_runsTwoAtATime() throws IOException {
        try (CausalLm model = model("llama")) {
            long perToken = model.cacheBytesPerToken();
            List<CompletionRequest> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) all.add(CompletionRequest.greedy(i, new int[] {1, 2, 3}, 7));
            try (Engine engine = new Engine(model, Set.of(), new Batching(16, 2 * 10 * perToken))) {
                all.forEach(engine::add);
                engine.step(c -> {});
                assertEquals(4, engine.waiting());
                int done = 0;
                int[] ended = {0};
                while (!engine.idle()) done += engine.step(c -> ended[0]++);
                assertEquals(6, ended[0]);
                assertTrue(done >= 6 * 7 - 2);
            }
        }
    }

    @Test
    void prompt_longerThanContext_isRefused() throws IOException {
        try (CausalLm model = model("llama");
                Engine engine = new Engine(model, Set.of(), WIDE)) {
            int[] prompt = new int[model.config().maxPositions()];
            assertThrows(IllegalArgumentException.class, () -> engine.add(CompletionRequest.greedy(0, prompt, 1)));
            assertTrue(engine.idle());
        }
    }

    @Test
    void completion_atTheEndOfTheContext_endsThere() throws IOException {
        try (CausalLm model = model("llama")) {
            int[] prompt = new int[model.config().maxPositions() - 3];
            Completion c = run(model, ONE, Set.of(), List.of(CompletionRequest.greedy(0, prompt, 50)))
                    .get(0);
            assertEquals(3, c.tokens().length);
            assertEquals(Finish.LENGTH, c.finish());
        }
    }

    @Test
    void idle_withoutRequests_doesNothing() throws IOException {
        try (CausalLm model = model("llama");
                Engine engine = new Engine(model, Set.of(), WIDE)) {
            assertTrue(engine.idle());
            assertEquals(0, engine.step(c -> {}));
            engine.add(CompletionRequest.greedy(1, new int[] {1}, 1));
            assertFalse(engine.idle());
        }
    }

    @Test
    void prompts_longerThanOnePass_giveTheSame() throws IOException {
        try (CausalLm model = model("llama")) {
            List<CompletionRequest> all = greedy(prompts(12));
            List<Completion> whole = run(model, WIDE, Set.of(), all);
            TreeMap<Long, Completion> pieces = new TreeMap<>();
            try (Engine engine = new Engine(model, Set.of(), WIDE, 4)) {
                all.forEach(engine::add);
                while (!engine.idle()) engine.step(c -> pieces.put(c.id(), c));
            }
            for (Completion c : whole)
                assertArrayEquals(c.tokens(), pieces.get(c.id()).tokens());
        }
    }

    @Test
    void cache_afterManyShortAndOneLong_staysWithinItsBound() throws IOException {
        try (CausalLm model = model("llama")) {
            long perToken = model.cacheBytesPerToken();
            try (Engine engine = new Engine(model, Set.of(), new Batching(16, 64 * perToken))) {
                for (int i = 0; i < 16; i++) engine.add(CompletionRequest.greedy(i, new int[] {1, 2}, 2));
                engine.add(CompletionRequest.greedy(16, new int[50], 3));
                for (int i = 17; i < 30; i++) engine.add(CompletionRequest.greedy(i, new int[] {3, i}, 5));
                int[] done = {0};
                while (!engine.idle()) {
                    engine.step(c -> done[0]++);
                    assertTrue(engine.cachePlaces() <= 64, "the cache has room for " + engine.cachePlaces());
                }
                assertEquals(30, done[0]);
            }
        }
    }

    @Test
    void cancelled_whetherTheyWaitOrRun_leaveTheOthersAsTheyAre() throws IOException {
        try (CausalLm model = model("llama")) {
            List<CompletionRequest> all = new ArrayList<>();
            List<int[]> prompts = prompts(14);
            for (int i = 0; i < 14; i++) all.add(CompletionRequest.greedy(i, prompts.get(i), 12));
            List<Completion> expected = run(model, WIDE, Set.of(), all);
            TreeMap<Long, Completion> done = new TreeMap<>();
            try (Engine engine = new Engine(model, Set.of(), new Batching(8, 1 << 24), 16)) {
                all.forEach(engine::add);
                for (int gone : new int[] {0, 3, 7, 12, 13}) {
                    engine.step(c -> done.put(c.id(), c));
                    engine.cancel(gone);
                    engine.cancel(gone);
                }
                while (!engine.idle()) engine.step(c -> done.put(c.id(), c));
            }
            assertEquals(Set.of(1L, 2L, 4L, 5L, 6L, 8L, 9L, 10L, 11L), done.keySet());
            done.forEach(
                    (id, c) -> assertArrayEquals(expected.get(id.intValue()).tokens(), c.tokens()));
        }
    }

    @Test
    void alternatives_ofGreedyTokens_beginWithTheToken_andAreThoseOfScores() throws IOException {
        try (CausalLm model = model("llama")) {
            List<TopTokens> shown = new ArrayList<>();
            StopRule rule = new StopRule() {
                @Override
                public boolean endsWith(int token) {
                    throw new AssertionError("log-probabilities were asked for");
                }

                @Override
                public boolean endsWith(int token, float logProbability, TopTokens alternatives) {
                    assertEquals(token, alternatives.tokens()[0]);
                    assertEquals(logProbability, alternatives.logProbabilities()[0], 1e-6);
                    shown.add(alternatives);
                    return false;
                }
            };
            int[] prompt = prompts(1).get(0);
            Completion c = run(
                            model,
                            WIDE,
                            Set.of(),
                            List.of(
                                    new CompletionRequest(0, prompt, 6, Sampling.GREEDY, rule, true, 3),
                                    CompletionRequest.greedy(1, prompt, 6)))
                    .get(0);
            int[] whole = Arrays.copyOf(prompt, prompt.length + 6);
            System.arraycopy(c.tokens(), 0, whole, prompt.length, 6);
            SequenceScores scores =
                    model.scores(List.of(new int[] {5}, whole), 3).get(1);
            assertArrayEquals(model.logProbabilities(List.of(whole))[0], scores.logProbabilities(), 1e-6f);
            assertEquals(whole.length, scores.top().size());
            for (int i = 0; i < 6; i++) {
                TopTokens scored = scores.top().get(prompt.length - 1 + i);
                assertArrayEquals(scored.tokens(), shown.get(i).tokens());
                assertArrayEquals(scored.logProbabilities(), shown.get(i).logProbabilities(), 1e-4f);
            }
        }
    }
}
