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

    private final PrintStream err = System.err;
    private final boolean shown;
    private final long begun = System.nanoTime();
    private long bytes;
    private long drawn;

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
        bytes += more;
        long now = System.nanoTime();
        if (!shown || now - drawn < REDRAW_NANOS && bytes < total) return;
        drawn = now;
        double share = total == 0 ? 1 : (double) bytes / total;
        double seconds = (now - begun) / 1e9;
        int filled = (int) (WIDTH * share);
        err.print(String.format(
                Locale.ROOT,
                "\r[%s%s] %3.0f %%  %s of %s  %s/s  %s left \033[K",
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                100 * share,
                Sizes.human(bytes),
                Sizes.human(total),
                Sizes.human((long) (bytes / seconds)),
                time(seconds / share - seconds)));
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
