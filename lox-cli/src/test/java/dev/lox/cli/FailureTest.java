// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.harden.InvalidTensorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static String told(int code, IntSupplier failure) {
        PrintStream err = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
            assertEquals(code, failure.getAsInt());
        } finally {
            System.setErr(err);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noMessage_isTheNameInWords() {
        assertEquals("lox: closed channel\n", told(3, () -> Failure.exception(new ClosedChannelException())));
        assertEquals("lox: no such file: x\n", told(3, () -> Failure.exception(new NoSuchFileException("x"))));
    }

    @Test
    void uncheckedIo_isItsCause() {
        IOException full = new IOException("disk full");
        assertEquals("lox: disk full\n", told(3, () -> Failure.exception(new UncheckedIOException(full))));
    }

    @Test
    void lineBreaks_areSpaces() {
        assertEquals("lox: a b\n", told(2, () -> Failure.exception(new InvalidInputException("a\r\n  b\n"))));
    }

    @Test
    void settings_areFlags() {
        assertEquals(
                "lox: tensor 5%: NaN; name it in --exclude\n",
                told(
                        2,
                        () -> Failure.exception(new InvalidTensorException(
                                "tensor %s: NaN; name it in %s", "5%", Setting.of("exclude")))));
    }

    @Test
    void errors_areALineEach() {
        assertEquals(
                "lox: out of memory (Java heap space); lower --threads or --max-memory\n",
                told(3, () -> Failure.error(new OutOfMemoryError("Java heap space"))));
        Throwable missing = new UnsatisfiedLinkError("no jniopenblas");
        assertEquals(
                "lox: a library does not load (unsatisfied link: no jniopenblas)\n",
                told(3, () -> Failure.error(new ExceptionInInitializerError(missing))));
    }

    @Test
    void errorOfACommand_reachesNoStackTrace() {
        @picocli.CommandLine.Command(name = "greedy")
        class Greedy implements Runnable {
            @Override
            public void run() {
                throw new OutOfMemoryError("Java heap space");
            }
        }
        assertEquals(
                "lox: out of memory (Java heap space); lower --threads or --max-memory\n",
                told(3, () -> Lox.commandLine(Map.of())
                        .addSubcommand(new picocli.CommandLine(new Greedy()))
                        .execute("greedy")));
    }
}
