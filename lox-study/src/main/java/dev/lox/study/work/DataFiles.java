// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that are one data set.
 *
 * @param digest of their bytes
 */
public record DataFiles(List<Path> files, String digest) {
    public DataFiles {
        files = List.copyOf(files);
    }

    public static DataFiles of(List<Path> files) throws IOException {
        return new DataFiles(files, ModelFiles.digest(files));
    }
}
