// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.encode.TokenRow;
import dev.lox.lm.model.LearnedTokens;
import dev.lox.lm.model.TrainableLm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Supervised fine-tuning: the mean of −log p over all learned tokens of a step, as transformers' Trainer takes it. */
public final class SupervisedTask implements Task {
    private final List<TokenRow> rows;
    private final MicroBatches batches;
    private final long seed;

    /**
     * A task over some rows.
     *
     * @param seed of dropout
     */
    public SupervisedTask(List<TokenRow> rows, MicroBatches batches, long seed) {
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

    /** The same, as a part of another loss. */
    Step learn(TrainableLm lm, long step, int[] chosen, double weight) {
        List<TokenRow> all = Arrays.stream(chosen).mapToObj(rows::get).toList();
        long learned = all.stream().mapToLong(TokenRow::learnedTokens).sum();
        double sum = 0;
        int part = 0;
        for (int[] places :
                batches.cut(all.stream().mapToInt(r -> r.tokens().length).toArray())) {
            List<LearnedTokens> sequences = Arrays.stream(places)
                    .mapToObj(all::get)
                    .map(r -> new LearnedTokens(r.tokens(), r.learned()))
                    .toList();
            for (float[] row : lm.learn(sequences, (float) (-weight / learned), SplitMix.seed(seed, step, part++)))
                for (float logProbability : row) sum -= logProbability;
        }
        long tokens = all.stream().mapToLong(r -> r.tokens().length).sum();
        return new Step(sum / learned, tokens, Map.of());
    }

    @Override
    public List<String> where(int[] chosen) {
        return Arrays.stream(chosen).mapToObj(r -> rows.get(r).where()).toList();
    }
}
