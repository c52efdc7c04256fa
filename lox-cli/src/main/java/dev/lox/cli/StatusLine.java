// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.ForeignText;
import java.io.Console;
import java.io.PrintStream;
import java.util.function.Supplier;

/** One line on a terminal's stderr that is drawn over and over; nothing where no terminal listens. */
final class StatusLine implements AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintStream err = System.err;
    private final boolean shown;
    private long drawn;

    StatusLine(boolean quiet) {
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

    boolean shown() {
        return shown;
    }

    /** Draws, unless it has just done so. */
    void show(Supplier<String> text) {
        if (System.nanoTime() - drawn >= REDRAW_NANOS) showNow(text.get());
    }

    void showNow(String text) {
        if (!shown) return;
        drawn = System.nanoTime();
        err.print("\r" + ForeignText.visible(text) + "\033[K");
    }

    @Override
    public void close() {
        if (shown) err.print("\r\033[K");
    }
}
