// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.harden.BadTensorException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What went wrong, a line each on stderr, and the exit code that says whose turn it is. */
final class Failure implements IExecutionExceptionHandler {
    static final int BAD_INPUT = 2;
    static final int FAILED = 3;

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) throws Exception {
        if (e instanceof BadInputException bad) return say(bad.complaints(), BAD_INPUT);
        if (e instanceof BadTensorException) return say(List.of(String.valueOf(e.getMessage())), BAD_INPUT);
        if (e instanceof IOException) return say(List.of(message(e)), FAILED);
        // Anything else is a defect of ours: its stack trace is what a report of it needs.
        e.printStackTrace();
        return FAILED;
    }

    static int parameter(ParameterException e, String[] args) {
        return say(
                List.of(e.getMessage() + "; see "
                        + e.getCommandLine().getCommandSpec().qualifiedName() + " --help"),
                BAD_INPUT);
    }

    /** An error the command met outside the exceptions of its own code. */
    static int outOfMemory(OutOfMemoryError e) {
        return say(List.of("out of memory (" + e.getMessage() + "); lower --threads or --max-memory"), FAILED);
    }

    private static String message(Exception e) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        // java.nio's own exceptions name nothing but the file.
        return e instanceof java.nio.file.FileSystemException
                ? e.getClass().getSimpleName().replace("Exception", "") + ": " + text
                : text;
    }

    private static int say(List<String> lines, int code) {
        for (String l : lines) System.err.println("lox: " + l);
        return code;
    }
}
