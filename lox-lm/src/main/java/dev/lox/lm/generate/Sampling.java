// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.base.SplitMix;

/**
 * How to choose the next token.
 *
 * @param temperature divides the logits; 0 means greedy decoding
 * @param topK number of most likely tokens to choose from; 0 for all
 * @param topP choose from the most likely tokens with this total probability (nucleus sampling, Holtzman et al. 2020); 1
 * for all
 * @param seed requests with the same seed and prompt get the same tokens, whatever else runs
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature))
            throw new InvalidInputException("%s must be 0 or more, got %s", Setting.of("temperature"), temperature);
        if (topK < 0) throw new InvalidInputException("%s must be 0 or more, got %s", Setting.of("top-k"), topK);
        if (!(topP > 0 && topP <= 1))
            throw new InvalidInputException("%s must be in (0, 1], got %s", Setting.of("top-p"), topP);
    }

    public boolean greedy() {
        return temperature == 0;
    }

    /** The same with a seed of its own for the answer at {@code index}. */
    public Sampling forAnswer(int index) {
        if (greedy()) return this;
        // Mixed first, since neighbouring seeds would give the same numbers, shifted.
        return new Sampling(temperature, topK, topP, new SplitMix(seed).next() + index);
    }
}
