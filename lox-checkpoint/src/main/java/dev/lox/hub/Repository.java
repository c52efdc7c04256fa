// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files of a repository at one commit, in the cache or on the hub. */
interface Repository {
    /** Paths as on the hub, with {@code /}. They are untrusted and must be checked before they become local paths. */
    List<String> names();

    /** A local copy of one file. */
    Path open(String name) throws IOException, InterruptedException;
}
