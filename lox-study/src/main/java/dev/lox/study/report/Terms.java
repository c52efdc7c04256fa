// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import java.util.List;
import java.util.Map;

/** The terms of a study's page. */
final class Terms {
    static final List<Map.Entry<String, String>> ALL = List.of(
            Map.entry(
                    "ASR",
                    "Attack success rate: the share of harmful requests that a model complies with, according to its"
                            + " judge. Replies whose verdict could not be parsed do not count."),
            Map.entry(
                    "Over-refusal",
                    "The share of harmless requests that a model refuses. A model that refuses everything has an ASR of 0"
                            + " and no use."),
            Map.entry(
                    "Loss",
                    "Negative log-likelihood of held-out text, in nats per token. It shows whether a fine-tuning reached"
                            + " its goal, and what a defence costs."),
            Map.entry(
                    "R metrics",
                    "R_align and R_ft (arXiv 2506.15606): the share of a model’s distance from the base that lies in the"
                            + " alignment’s leading directions. Their ratio is what an attack left of the safety subspace."),
            Map.entry(
                    "Interval",
                    "95 %. For means over seeds by Student’s t, which covers other orders of the same rows; for a single"
                            + " model by its evaluation, which covers other prompts of the same kind. Shares end at 0 and 1."),
            Map.entry(
                    "Control",
                    "A variant that should not help: a change of the same size in random directions. A defence is worth"
                            + " something if it does better than its controls."));

    private Terms() {}
}
