// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What lies beside the weights in a model folder: tokenizer, chat template, configs, licence. */
final class SideFiles {
    /** Weights in any framework's format, and optimizer states: the copies would be of the un-hardened model. */
    private static final Set<String> WEIGHTS = Set.of(
            "safetensors",
            "bin",
            "pt",
            "pth",
            "ckpt",
            "pkl",
            "pickle",
            "gguf",
            "ggml",
            "onnx",
            "onnx_data",
            "h5",
            "msgpack",
            "npz",
            "pdparams",
            "tflite",
            "mlmodel",
            "nemo");

    private SideFiles() {}

    /** Paths relative to {@code model}, sorted; hidden ones, weights and their index left out. */
    static List<Path> of(Path model) throws IOException {
        // A walk does not enter its start where that is a link.
        Path folder = model.toRealPath();
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return !dir.equals(folder) && isHidden(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // The hub cache links each file to a blob, so links to files are followed; links to folders are not.
                if (Files.isRegularFile(file) && !isHidden(file) && !isWeights(file))
                    files.add(folder.relativize(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static boolean isWeights(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return WEIGHTS.contains(name.substring(name.lastIndexOf('.') + 1))
                || name.endsWith(".index.json")
                || name.equals(PeftAdapter.CONFIG)
                || name.equals(OutputFolder.PROVENANCE);
    }
}
