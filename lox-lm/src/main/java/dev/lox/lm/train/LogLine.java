// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The log entry of a step.
 *
 * @param step optimizer steps done, from 1
 * @param epoch epochs completed, with a fraction for the last one
 * @param loss mean over the steps since the previous line
 * @param lr learning rate of the step
 * @param gradNorm norm of the gradient before clipping
 * @param tokens processed since the run began, prompts included
 * @param tokensPerSecond since the previous line
 * @param seconds of training since the run began, including before interruptions
 * @param metrics further figures by name, such as {@code rewards/chosen}
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

    /** The figures to plot over the steps, by name. */
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
