// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.ForeignText;
import java.util.Arrays;

/**
 * A file as the hub describes it.
 *
 * @param name its path in the repository; never leads out of the folder it is resolved in
 * @param bytes its size
 */
record RepoFile(String name, Etag etag, long bytes) {
    RepoFile {
        check(name);
        if (bytes < 0) throw new IllegalArgumentException("no size");
    }

    /** @throws BadInputException for a name that could be anything but a file below the folder it is resolved in */
    static void check(String name) {
        boolean safe = ForeignText.isPrintable(name)
                && name.chars().noneMatch(c -> c == '\\' || c == ':')
                && Arrays.stream(name.split("/", -1))
                        .noneMatch(p -> p.isBlank() || p.equals(".") || p.equals("..") || p.length() > 250);
        if (!safe)
            throw new BadInputException(ForeignText.printable(name)
                    + ": is listed by the hub, but cannot be the name of a file below a folder");
    }
}
