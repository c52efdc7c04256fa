// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is written down about a step.
 *
 * @param step optimizer steps done, from 1
 * @param epoch epochs gone through, with the part of the last one
 * @param loss mean over the steps since the line before
 * @param lr learning rate of the step
 * @param gradNorm of the gradient before it was clipped
 * @param tokens that have gone through the model since the run began, prompts included
 * @param tokensPerSecond since the line before
 * @param seconds since the run began, time of an interrupted one included
 * @param metrics more figures by name, such as {@code rewards/chosen}
 */
public record LogLine(
        long step,
        double epoch,
        double loss,
        double lr,
        double gradNorm,
        long tokens,
        double tokensPerSecond,
        double seconds,
        Map<String, Double> metrics) {
    public LogLine {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** The figures that make a curve over the steps, by name. */
    Map<String, Double> curves() {
        Map<String, Double> curves = new LinkedHashMap<>();
        curves.put("epoch", epoch);
        curves.put("loss", loss);
        curves.put("lr", lr);
        curves.put("grad_norm", gradNorm);
        curves.put("tokens_per_second", tokensPerSecond);
        curves.putAll(metrics);
        return curves;
    }
}
