// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory there is, and this process has taken. */
final class ProcessMemory {
    private static final long UNKNOWN = 8L << 30;

    private ProcessMemory() {}

    /** Bytes of memory of the machine, or of the container this runs in. */
    static long ofMachine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : UNKNOWN;
    }

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
