// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/** How a command talks: data on stdout, words for people on stderr. */
final class OutputOptions {
    @Option(names = "--json", description = "print one JSON object to stdout")
    boolean json;

    @Option(names = "--quiet", description = "say nothing but errors")
    boolean quiet;

    void say(String line) {
        if (!quiet) System.err.println(line);
    }

    /** A line of the command's result: stdout, unless the result is printed as JSON. */
    void print(String line) {
        if (!quiet && !json) System.out.println(line);
    }

    void print(JsonNode node) {
        if (json) System.out.println(node);
    }
}
