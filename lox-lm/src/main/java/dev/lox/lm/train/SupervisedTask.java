// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.SplitMix;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainingSequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Supervised fine-tuning: the mean of −log p over all target tokens of a step, as in transformers' Trainer. */
final class SupervisedTask implements Task {
    private final List<TokenRow> rows;
    private final MicroBatches batches;
    private final long seed;

    /**
     * Creates a task.
     *
     * @param seed of dropout
     */
    SupervisedTask(List<TokenRow> rows, MicroBatches batches, long seed) {
        this.rows = List.copyOf(rows);
        this.batches = batches;
        this.seed = seed;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public Step learn(TrainableLm lm, long step, int[] chosen) {
        return learn(lm, step, chosen, 1);
    }

    /** The same as a term of another loss. */
    Step learn(TrainableLm lm, long step, int[] chosen, double weight) {
        List<TokenRow> all = Arrays.stream(chosen).mapToObj(rows::get).toList();
        long targets = all.stream().mapToLong(TokenRow::learnedTokens).sum();
        double sum = 0;
        int part = 0;
        for (int[] places :
                batches.cut(all.stream().mapToInt(r -> r.tokens().length).toArray())) {
            List<TrainingSequence> sequences = Arrays.stream(places)
                    .mapToObj(all::get)
                    .map(r -> new TrainingSequence(r.tokens(), r.learned()))
                    .toList();
            for (float[] row : lm.learn(sequences, (float) (-weight / targets), SplitMix.seed(seed, step, part++)))
                for (float logProbability : row) sum -= logProbability;
        }
        long tokens = all.stream().mapToLong(r -> r.tokens().length).sum();
        return new Step(sum / targets, tokens, Map.of());
    }

    @Override
    public List<String> where(int[] chosen) {
        return Arrays.stream(chosen).mapToObj(r -> rows.get(r).where()).toList();
    }
}
