// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.eval.EvaluationProgress;

/** The progress of an evaluation: replies, then verdicts. */
final class EvaluationBar implements EvaluationProgress, AutoCloseable {
    private final ReplyBar replies;
    private final StatusLine verdicts;

    EvaluationBar(OutputOptions output) {
        this.replies = new ReplyBar(output);
        this.verdicts = new StatusLine(output.quiet);
    }

    @Override
    public void resumed(int count) {
        replies.resumed(count);
    }

    @Override
    public void step(int done, int total, long tokens) {
        replies.step(done, total, tokens);
    }

    @Override
    public void judged(int done, int total) {
        verdicts.show(() -> done + " of " + total + " verdicts");
    }

    @Override
    public void close() {
        replies.close();
        verdicts.close();
    }
}
