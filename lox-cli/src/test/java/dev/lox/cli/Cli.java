// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One call of the command line, as a user would see it. */
record Cli(int exit, String out, String err) {
    static Cli run(Object... arguments) {
        return run(Map.of(), arguments);
    }

    /** With environment variables; there are no others. */
    static synchronized Cli run(Map<String, String> environment, Object... arguments) {
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) args[i] = arguments[i].toString();
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream capturedOut = new ByteArrayOutputStream();
        ByteArrayOutputStream capturedErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(capturedOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(capturedErr, true, StandardCharsets.UTF_8));
            int exit = Lox.commandLine(environment).execute(args);
            return new Cli(
                    exit, capturedOut.toString(StandardCharsets.UTF_8), capturedErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
