// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.harden.Progress;
import java.util.Locale;

/** One line on a terminal's stderr, by bytes, with the time that is left; nothing where no terminal listens. */
final class ProgressBar implements Progress, AutoCloseable {
    private static final int WIDTH = 30;

    /** What an earlier run has done comes at once, and says nothing about speed. */
    private static final long SETTLING_NANOS = 50_000_000;

    private final StatusLine status;
    private long bytes;
    private long moved;
    private long settled;
    private long settledBytes;

    ProgressBar(boolean quiet) {
        this.status = new StatusLine(quiet);
    }

    @Override
    public void done(String tensor, long more, long total) {
        advance(more, total);
    }

    void advance(long more, long total) {
        long now = System.nanoTime();
        count(more, now);
        if (bytes < total) status.show(() -> line(total, now));
        else status.showNow(line(total, now));
    }

    void count(long more, long now) {
        if (bytes == 0) moved = now;
        bytes += more;
        if (now - moved >= SETTLING_NANOS) return;
        settled = now;
        settledBytes = bytes;
    }

    String line(long total, long now) {
        double share = total == 0 ? 1 : (double) bytes / total;
        int filled = (int) (WIDTH * share);
        String line = String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s of %s  ",
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                100 * share,
                Sizes.human(bytes),
                Sizes.human(total));
        if (bytes == settledBytes) return line;
        double speed = (bytes - settledBytes) / ((now - settled) / 1e9);
        return line + Sizes.human((long) speed) + "/s  " + time((total - bytes) / speed) + " left ";
    }

    private static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 60 ? s + " s" : s / 60 + ":" + String.format(Locale.ROOT, "%02d", s % 60);
    }

    @Override
    public void close() {
        status.close();
    }
}
