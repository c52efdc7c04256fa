// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Files by their content, so that a study knows what it was made of. */
public final class ModelFiles {
    private static final int CHUNK = 1 << 20;

    private ModelFiles() {}

    /**
     * Of all files of a model folder that decide what the model says.
     *
     * @throws BadInputException if there are none
     */
    public static String digest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().matches(".*\\.(safetensors|json|jinja|model)"))
                    .filter(f -> !f.endsWith("lox.json"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) throw new BadInputException(folder + ": holds no model");
        StringBuilder lines = new StringBuilder();
        for (Path file : files)
            lines.append(file.getFileName()).append(' ').append(ofFile(file)).append('\n');
        return Digest.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Of the bytes of data files, in order. */
    public static String digest(List<Path> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files) lines.append(ofFile(file)).append('\n');
        return Digest.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String ofFile(Path file) throws IOException {
        MessageDigest sum = Digest.sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) sum.update(chunk, 0, n);
        }
        return HexFormat.of().formatHex(sum.digest());
    }
}
