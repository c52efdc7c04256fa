// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.SplitMix;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainingSequence;
import dev.lox.lm.recipe.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290): the mean over a step's pairs of
 * −log σ(z), z = β·((log π(chosen) − log ref(chosen)) − (log π(rejected) − log ref(rejected))), each log-probability the
 * sum over a reply's tokens. With label smoothing e it is −(1−e)·log σ(z) − e·log σ(−z) (Mitchell 2023). Metrics have
 * TRL's names.
 */
final class PreferenceTask implements Task {
    private final List<PairRow> pairs;
    private final List<ReferencePair> reference;
    private final Objective.Dpo settings;
    private final MicroBatches batches;
    private final Optional<BenignRows> benign;
    private final long seed;

    /** The rows of a supervised term, with their own order. */
    record BenignRows(SupervisedTask task, DataOrder order) {}

    /**
     * Creates a task.
     *
     * @param reference the reference model's log-probabilities of each pair
     * @param benign rows for the supervised term, if it does not use the chosen replies
     * @param seed of dropout
     */
    PreferenceTask(
            List<PairRow> pairs,
            List<ReferencePair> reference,
            Objective.Dpo settings,
            MicroBatches batches,
            Optional<BenignRows> benign,
            long seed) {
        if (pairs.size() != reference.size())
            throw new IllegalArgumentException(pairs.size() + " pairs and " + reference.size() + " references");
        this.pairs = List.copyOf(pairs);
        this.reference = List.copyOf(reference);
        this.settings = settings;
        this.batches = batches;
        this.benign = benign;
        this.seed = seed;
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public Step learn(TrainableLm lm, long step, int[] rows) {
        int[] lengths =
                Arrays.stream(rows).map(r -> PairSequences.tokens(pairs.get(r))).toArray();
        int chosenTokens =
                Arrays.stream(rows).map(r -> pairs.get(r).chosen().length).sum();
        boolean onChosen = settings.sft().isPresent() && benign.isEmpty();
        double sftGradient = onChosen ? settings.sft().get().weight() / chosenTokens : 0;
        Sums sums = new Sums();
        int part = 0;
        for (int[] places : batches.cut(lengths)) {
            int[] micro = Arrays.stream(places).map(p -> rows[p]).toArray();
            lm.learn(
                    sequences(micro),
                    all -> gradients(micro, all, rows.length, sftGradient, sums),
                    SplitMix.seed(seed, step, part++));
        }
        double loss = sums.loss / rows.length - sftGradient * sums.chosen;
        long tokens = Arrays.stream(lengths).asLongStream().sum();
        if (benign.isPresent()) {
            double weight = settings.sft().orElseThrow().weight();
            Step sft = benign.get().task().learn(lm, step, benign.get().order().rows(step), weight);
            loss += weight * sft.loss();
            tokens += sft.tokens();
        }
        return new Step(loss, tokens, sums.metrics(rows.length));
    }

    /** The chosen and the rejected sequence of each pair. */
    private List<TrainingSequence> sequences(int[] rows) {
        List<TrainingSequence> all = new ArrayList<>();
        for (int row : rows) all.addAll(PairSequences.of(pairs.get(row)));
        return all;
    }

    private float[][] gradients(int[] rows, float[][] all, int pairsOfStep, double sftGradient, Sums sums) {
        float[][] gradients = new float[all.length][];
        for (int i = 0; i < rows.length; i++) {
            double chosen = sum(all[2 * i]);
            double rejected = sum(all[2 * i + 1]);
            ReferencePair ref = reference.get(rows[i]);
            double won = settings.beta() * (chosen - ref.chosen());
            double lost = settings.beta() * (rejected - ref.rejected());
            double z = won - lost;
            double e = settings.labelSmoothing();
            sums.add((1 - e) * softplus(-z) + e * softplus(z), won, lost, chosen, rejected);
            double gradient = settings.beta() * (e * sigmoid(z) - (1 - e) * sigmoid(-z)) / pairsOfStep;
            gradients[2 * i] = filled(all[2 * i].length, gradient - sftGradient);
            gradients[2 * i + 1] = filled(all[2 * i + 1].length, -gradient);
        }
        return gradients;
    }

    static double sum(float[] logProbabilities) {
        double sum = 0;
        for (float p : logProbabilities) sum += p;
        return sum;
    }

    private static float[] filled(int length, double value) {
        float[] all = new float[length];
        Arrays.fill(all, (float) value);
        return all;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** log(1 + exp x) = −log σ(−x). */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Override
    public List<String> where(int[] rows) {
        return Arrays.stream(rows).mapToObj(r -> pairs.get(r).where()).toList();
    }

    /** Sums over the pairs of a step. */
    private static final class Sums {
        private double loss;
        private double won;
        private double lost;
        private double chosen;
        private double rejected;
        private int accurate;

        void add(double pairLoss, double pairWon, double pairLost, double logChosen, double logRejected) {
            loss += pairLoss;
            won += pairWon;
            lost += pairLost;
            chosen += logChosen;
            rejected += logRejected;
            if (pairWon > pairLost) accurate++;
        }

        Map<String, Double> metrics(int pairs) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("rewards/chosen", won / pairs);
            metrics.put("rewards/rejected", lost / pairs);
            metrics.put("rewards/margins", (won - lost) / pairs);
            metrics.put("rewards/accuracies", (double) accurate / pairs);
            metrics.put("logps/chosen", chosen / pairs);
            metrics.put("logps/rejected", rejected / pairs);
            return metrics;
        }
    }
}
