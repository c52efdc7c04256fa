// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process has taken. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** Peak resident bytes as Linux counts them; elsewhere {@code otherwise}. */
    static long peak(long otherwise) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status")))
                if (line.startsWith("VmHWM:")) return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException e) {
            // Not Linux.
        }
        return otherwise;
    }
}
