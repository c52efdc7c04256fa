// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.harden.BadTensorException;
import dev.lox.lm.model.NotFiniteException;
import dev.lox.lm.train.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What went wrong, a line each on stderr, and the exit code that says whose turn it is. */
final class Failure implements IExecutionExceptionHandler {
    /** A gate: all went well, and what was found is outside a bound. */
    static final int NOT_HELD = 1;

    static final int BAD_INPUT = 2;
    static final int FAILED = 3;

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        return exception(e);
    }

    static int exception(Exception e) {
        if (e instanceof BadInputException bad) return say(bad.complaints(), BAD_INPUT);
        if (e instanceof BadTensorException) return say(List.of(message(e)), BAD_INPUT);
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException io) return exception(io);
        if (e instanceof IOException || e instanceof NotFiniteException || e instanceof DivergedException)
            return say(List.of(message(e)), FAILED);
        if (message(e).matches("(?s).*(DefaultCPUAllocator|out of memory).*"))
            return say(
                    List.of("out of memory; lower --batch-size or --max-memory, or train with --recompute true"),
                    FAILED);
        return defect(e);
    }

    static int parameter(ParameterException e, String[] args) {
        return say(
                List.of(e.getMessage() + "; see "
                        + e.getCommandLine().getCommandSpec().qualifiedName() + " --help"),
                BAD_INPUT);
    }

    /** What the machine could not give, rather than what the command's own code complains of. */
    static int error(Error e) {
        if (e instanceof OutOfMemoryError)
            return say(List.of("out of memory (" + message(e) + "); lower --threads or --max-memory"), FAILED);
        if (e instanceof LinkageError) {
            Throwable first = e;
            while (first.getCause() != null) first = first.getCause();
            return say(List.of("a library does not load (" + words(first) + ": " + message(first) + ")"), FAILED);
        }
        return defect(e);
    }

    /** A defect of ours: its stack trace is what a report of it needs. */
    private static int defect(Throwable e) {
        e.printStackTrace();
        return FAILED;
    }

    private static String message(Throwable e) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        if (text.isBlank()) return words(e);
        // java.nio's own exceptions name nothing but the file.
        return e instanceof FileSystemException ? words(e) + ": " + text : text;
    }

    /** {@code ClosedChannelException}: closed channel. */
    private static String words(Throwable e) {
        return e.getClass()
                .getSimpleName()
                .replaceFirst("(?<=.)(Exception|Error)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static int say(List<String> lines, int code) {
        for (String l : lines) System.err.println("lox: " + l.strip().replaceAll("\\s*\\R\\s*", " "));
        return code;
    }
}
