// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
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

/** The files beside the weights of a model folder: tokenizer, chat template, configs, licence. */
final class SideFiles {
    /** Weights in any framework's format, and optimizer states: a copy would still hold the original model. */
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

    /** Files that a training run leaves beside its model, at the top level. */
    private static final Set<String> OF_A_RUN = Set.of("checkpoints", "reference", "runs", "log.jsonl", "recipe.yaml");

    /** Files needed only to resume a training run. */
    private static final Set<String> STATE = Set.of("optimizer.state", "trainer.json");

    private SideFiles() {}

    /**
     * Sorted relative paths, without hidden files, weights and their index, and files of a training run.
     *
     * @throws InvalidInputException if one is a link that leaves the folder, or is neither a file nor a folder: whoever made
     *     the folder must not choose which files of this machine become part of the result
     */
    static List<Path> of(Path model) throws IOException {
        // walkFileTree does not enter its start if that is a link.
        Path folder = model.toRealPath();
        // Other models use such names too (runs/); theirs are kept.
        boolean run =
                Files.exists(folder.resolve(OutputFolder.PROVENANCE)) && Files.exists(folder.resolve("recipe.yaml"));
        List<Path> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean skipped = !dir.equals(folder) && isHidden(dir) || isOfRun(dir);
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isHidden(file) || isWeights(file) || isOfRun(file)) return FileVisitResult.CONTINUE;
                // The hub cache links each file to a blob, so links to files are followed; links to folders are not.
                if (Files.isRegularFile(file) && staysInside(folder, file)) files.add(folder.relativize(file));
                else if (!Files.isDirectory(file)) problems.add(foreign(file));
                return FileVisitResult.CONTINUE;
            }

            private boolean isOfRun(Path path) {
                return run && folder.equals(path.getParent()) && OF_A_RUN.contains(String.valueOf(path.getFileName()));
            }
        });
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        return files.stream().sorted().toList();
    }

    /** Whether a file is in the folder or, if the folder is a snapshot of a hub cache, among the blobs of that cache. */
    static boolean staysInside(Path folder, Path file) throws IOException {
        Path real = file.toRealPath();
        if (real.startsWith(folder)) return true;
        Path snapshots = folder.getParent();
        if (snapshots == null || !snapshots.endsWith("snapshots")) return false;
        return real.startsWith(snapshots.resolveSibling("blobs"))
                || real.startsWith(snapshots.resolve("../../blobs").normalize());
    }

    private static Problem foreign(Path file) throws IOException {
        if (!Files.isSymbolicLink(file))
            return Problem.of(
                    file + ": is neither a file nor a folder, so it cannot be copied to the result; remove it");
        return Problem.of(file + ": is a link to " + Files.readSymbolicLink(file)
                + ", which is not a file of the model folder; replace it with a copy of that file, or remove it");
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
