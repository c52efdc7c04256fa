// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.util.Arrays;

/**
 * A file as the hub describes it.
 *
 * @param name its path in the repository; safe to resolve below a folder
 * @param bytes size in bytes
 */
record RepoFile(String name, Etag etag, long bytes) {
    RepoFile {
        check(name);
        if (bytes < 0) throw new IllegalArgumentException("no size");
    }

    /** @throws InvalidInputException unless the name denotes a file below the folder that it is resolved against */
    static void check(String name) {
        boolean safe = ForeignText.isPrintable(name)
                && name.chars().noneMatch(c -> c == '\\' || c == ':')
                && Arrays.stream(name.split("/", -1))
                        .noneMatch(p -> p.isBlank() || p.equals(".") || p.equals("..") || p.length() > 250);
        if (!safe)
            throw new InvalidInputException(
                    ForeignText.printable(name) + ": is listed by the hub, but is not a valid relative file name");
    }
}
