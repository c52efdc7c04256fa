// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.base.SplitMix;

/**
 * Samples tokens from logits: temperature, then top-k, then top-p, as in transformers. The random numbers depend only on
 * the seed and how many were drawn, not on other sequences.
 */
final class Sampler {
    private final Sampling sampling;
    private final SplitMix random;

    Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = new SplitMix(sampling.seed());
    }

    /** Samples a token. Overwrites {@code logits}. */
    int draw(float[] logits) {
        int[] candidates = Candidates.best(logits, sampling.topK() == 0 ? logits.length : sampling.topK());
        double[] weights = weights(logits, candidates);
        int kept = weights.length;
        double total = 0;
        for (double w : weights) total += w;
        if (!(total > 0)) throw new ArithmeticException("logits are not finite");
        if (sampling.topP() < 1) {
            kept = Candidates.nucleus(candidates, weights, sampling.topP() * total);
            total = 0;
            for (int i = 0; i < kept; i++) total += weights[i];
        }
        double at = random.uniform() * total;
        int i = 0;
        while ((at -= weights[i]) >= 0 && i < kept - 1) i++;
        return candidates[i];
    }

    /** exp((logit − largest) / temperature). */
    private double[] weights(float[] logits, int[] candidates) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c : candidates) largest = Math.max(largest, logits[c]);
        double[] weights = new double[candidates.length];
        for (int i = 0; i < weights.length; i++)
            weights[i] = Math.exp((logits[candidates[i]] - largest) / sampling.temperature());
        return weights;
    }
}
