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

    /** What a training run leaves beside its model, at the top of its folder. */
    private static final Set<String> OF_A_RUN = Set.of("checkpoints", "reference", "runs", "log.jsonl", "recipe.yaml");

    /** What going on with a run needs. */
    private static final Set<String> STATE = Set.of("optimizer.state", "trainer.json");

    private SideFiles() {}

    /** Paths relative to {@code model}, sorted; hidden ones, weights and their index, and what tells of a run left out. */
    static List<Path> of(Path model) throws IOException {
        // A walk does not enter its start where that is a link.
        Path folder = model.toRealPath();
        // Models of others have such names too (runs/); theirs are kept.
        boolean run =
                Files.exists(folder.resolve(OutputFolder.PROVENANCE)) && Files.exists(folder.resolve("recipe.yaml"));
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean skipped = !dir.equals(folder) && isHidden(dir) || isOfRun(dir);
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // The hub cache links each file to a blob, so links to files are followed; links to folders are not.
                if (Files.isRegularFile(file) && !isHidden(file) && !isWeights(file) && !isOfRun(file))
                    files.add(folder.relativize(file));
                return FileVisitResult.CONTINUE;
            }

            private boolean isOfRun(Path path) {
                return run && folder.equals(path.getParent()) && OF_A_RUN.contains(String.valueOf(path.getFileName()));
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
                || STATE.contains(name)
                || name.endsWith(".index.json")
                || name.equals(PeftAdapter.CONFIG)
                || name.equals(OutputFolder.PROVENANCE);
    }
}
