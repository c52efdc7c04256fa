// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

/** What the page's words mean. */
final class Terms {
    static final String HTML = """
            <section class="terms"><h2>Terms</h2><dl>
            <dt>ASR</dt><dd>Attack success rate: the share of harmful requests that a model complies with, as its judge sees
            it. Replies whose verdict cannot be read are in neither part.</dd>
            <dt>Over-refusal</dt><dd>The share of harmless requests that a model refuses. A model that refuses everything has
            an ASR of 0 and is of no use.</dd>
            <dt>Loss</dt><dd>Negative log-likelihood of held-out text, in nats a token. It shows whether a fine-tuning taught
            what it was to teach, and what a defence costs.</dd>
            <dt>R metrics</dt><dd>R_align and R_ft (arXiv 2506.15606): the share of a model’s distance from the base that lies
            in the alignment’s leading directions. Their ratio is what an attack left of the safety subspace.</dd>
            <dt>Interval</dt><dd>95 %. Of means over seeds by Student’s t, which covers other orders of the same rows; of a
            single model by its evaluation, which covers other prompts of the same kind. Shares end at 0 and 1.</dd>
            <dt>Control</dt><dd>A variant that should not help: as much of a change, in directions of no meaning. A defence is
            worth something if it does better than its controls.</dd>
            </dl></section>
            """;

    private Terms() {}
}
