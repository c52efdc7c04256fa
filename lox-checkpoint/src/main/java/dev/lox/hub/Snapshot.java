// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * Files of a repository at one commit, in the cache.
 *
 * @param folder the snapshot's folder; that of a model can be opened as a model folder
 * @param files the requested files
 * @param bytes total size of these files
 * @param downloaded bytes downloaded by this call
 */
public record Snapshot(String commit, Path folder, List<Path> files, long bytes, long downloaded) {
    public Snapshot {
        files = List.copyOf(files);
    }
}
