// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.base.Digest;
import dev.lox.base.TextDigest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The files of one data set.
 *
 * @param digest of the files' bytes and formats
 */
public record DataFiles(List<Path> files, String digest) {
    public DataFiles {
        files = List.copyOf(files);
    }

    public static DataFiles of(List<Path> files) throws IOException {
        TextDigest all = new TextDigest();
        for (Path file : files) all.add(ending(file)).add(Digest.sha256(file));
        return new DataFiles(files, all.hex());
    }

    /** The file's extension, which decides how its bytes are read. */
    private static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) name = name.substring(0, name.length() - ".gz".length());
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
