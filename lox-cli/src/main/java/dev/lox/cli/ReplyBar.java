// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.lm.reply.ReplyProgress;
import java.util.Locale;

/** How many replies are there, and how fast they come. */
final class ReplyBar implements ReplyProgress, AutoCloseable {
    private final OutputOptions output;
    private final StatusLine line;
    private final long begun = System.nanoTime();

    ReplyBar(OutputOptions output) {
        this.output = output;
        this.line = new StatusLine(output.quiet);
    }

    @Override
    public void resumed(int replies) {
        output.say("resuming after " + replies + " replies");
    }

    @Override
    public void step(int done, int total, long tokens) {
        line.show(() -> text(done, total, tokens, (System.nanoTime() - begun) / 1e9));
    }

    static String text(int done, int total, long tokens, double seconds) {
        String rate = String.format(Locale.ROOT, "%d of %d replies  %.1f tokens/s", done, total, tokens / seconds);
        // The first replies to end are the short ones, so a guess from few of them is too good.
        if (done < total / 4 || done == 0) return rate;
        return rate + String.format(Locale.ROOT, "  about %.0f s left", seconds / done * (total - done));
    }

    @Override
    public void close() {
        line.close();
    }
}
