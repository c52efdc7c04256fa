// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.harden.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal's stderr, by bytes, with the time that is left; nothing where no terminal listens. */
final class ProgressBar implements Progress, AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 100_000_000;

    /** What an earlier run has done comes at once, and says nothing about speed. */
    private static final long SETTLING_NANOS = 50_000_000;

    private final PrintStream err = System.err;
    private final boolean shown;
    private long bytes;
    private long drawn;
    private long moved;
    private long settled;
    private long settledBytes;

    ProgressBar(boolean quiet) {
        this.shown = !quiet && System.getenv("TERM") != null && isTerminal();
    }

    /** Up to JDK 21 there is a console only on a terminal; from 22 on there is always one, which can be asked. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        if (System.console() == null) return false;
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    @Override
    public void done(String tensor, long more, long total) {
        advance(more, total);
    }

    void advance(long more, long total) {
        long now = System.nanoTime();
        count(more, now);
        if (!shown || now - drawn < REDRAW_NANOS && bytes < total) return;
        drawn = now;
        err.print("\r" + line(total, now) + "\033[K");
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
        if (shown) err.print("\r\033[K");
    }
}
