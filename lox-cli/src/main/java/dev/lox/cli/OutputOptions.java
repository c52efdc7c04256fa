// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import picocli.CommandLine.Option;

/**
 * How a command talks: data on stdout, words for people on stderr. Names from models, data and servers cannot control the
 * terminal.
 */
final class OutputOptions {
    @Option(names = "--json", description = "print one JSON object to stdout")
    boolean json;

    @Option(names = "--quiet", description = "print errors only")
    boolean quiet;

    void say(String line) {
        if (!quiet) System.err.println(ForeignText.visible(line));
    }

    /** A line of the command's result: stdout, unless the result is printed as JSON. */
    void print(String line) {
        if (!quiet && !json) System.out.println(ForeignText.visible(line));
    }

    void print(JsonNode node) {
        if (json) System.out.println(node);
    }
}
