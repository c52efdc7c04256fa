// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.lm.train.LogLine;
import dev.lox.lm.train.TrainingProgress;
import java.nio.file.Path;
import java.util.Locale;

/** How a run comes along: a line that is drawn over on a terminal, now and then a line elsewhere. */
final class TrainingBar implements TrainingProgress, AutoCloseable {
    /** Lines of a whole run where no terminal listens. */
    private static final int LINES = 20;

    private final OutputOptions output;
    private final StatusLine line;
    private long first = -1;
    private double before;

    TrainingBar(OutputOptions output) {
        this.output = output;
        this.line = new StatusLine(output.quiet);
    }

    @Override
    public void reference(int done, int total) {
        line.show(() -> "reference model: " + done + " of " + total + " pairs");
    }

    @Override
    public void step(LogLine step, long total) {
        if (first < 0) {
            first = step.step() - 1;
            before = step.seconds();
        }
        String text = text(step, total);
        if (line.shown()) line.show(() -> text);
        else if (step.step() == total || step.step() % Math.max(1, total / LINES) == 0) output.say(text);
    }

    private String text(LogLine step, long total) {
        double left = (step.seconds() - before) / Math.max(1, step.step() - first - 1) * (total - step.step());
        String rest = step.step() == total || step.step() - first < 2
                ? ""
                : String.format(Locale.ROOT, "  about %.0f s left", left);
        return String.format(
                Locale.ROOT,
                "step %d of %d  loss %.4f  %.0f tokens/s  peak %s%s",
                step.step(),
                total,
                step.loss(),
                step.tokensPerSecond(),
                Sizes.human(ProcessMemory.peak(0)),
                rest);
    }

    @Override
    public void damaged(Path checkpoint) {
        output.say(checkpoint + ": is damaged or incomplete; continuing from an earlier step");
    }

    @Override
    public void saved(long step) {
        line.showNow("saved step " + step);
    }

    @Override
    public void close() {
        line.close();
    }
}
