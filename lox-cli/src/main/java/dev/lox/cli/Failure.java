// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Reported;
import dev.lox.base.Setting;
import dev.lox.harden.InvalidTensorException;
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
        if (e instanceof InvalidInputException bad) return say(lines(bad), BAD_INPUT);
        if (e instanceof Reported r)
            return say(
                    List.of(r.problem().text(Failure::flag)), e instanceof InvalidTensorException ? BAD_INPUT : FAILED);
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException io) return exception(io);
        if (e instanceof IOException) return say(List.of(message(e)), FAILED);
        if (message(e).matches("(?s).*(DefaultCPUAllocator|out of memory).*"))
            return say(
                    List.of("out of memory; lower --batch-size or --max-memory, or train with --recompute true"),
                    FAILED);
        return defect(e);
    }

    /** The problems of a refusal, with settings as they are typed. */
    static List<String> lines(InvalidInputException refused) {
        return refused.details().stream().map(p -> p.text(Failure::flag)).toList();
    }

    /** A setting as it is typed: {@code --extra-rows copy}. */
    static String flag(Setting setting) {
        return "--" + setting.key() + setting.value().map(v -> " " + v).orElse("");
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
        for (String l : lines)
            System.err.println("lox: " + ForeignText.visible(l.strip().replaceAll("\\s*\\R\\s*", " ")));
        return code;
    }
}
