// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * Files of a repository at one commit, in the cache.
 *
 * @param folder the snapshot's folder; a model's can be opened as one
 * @param files what was asked for
 * @param bytes of these files
 * @param downloaded bytes that came over the network just now
 */
public record Snapshot(String commit, Path folder, List<Path> files, long bytes, long downloaded) {
    public Snapshot {
        files = List.copyOf(files);
    }
}
