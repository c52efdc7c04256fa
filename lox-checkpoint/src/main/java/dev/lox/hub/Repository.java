// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of a repository at one commit, cached or on the hub. */
interface Repository {
    /** Paths with {@code /}, as they are on the hub: foreign, not to be made into local paths unchecked. */
    List<String> names();

    /** A local copy of one file. */
    Path open(String name) throws IOException, InterruptedException;
}
