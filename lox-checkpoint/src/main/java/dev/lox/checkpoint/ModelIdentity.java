// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import dev.lox.base.InvalidInputException;
import dev.lox.base.TextDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Identifies a model by content: two folders have the same identity exactly if the files that are read of them have the
 * same names and bytes. Everything that caches or resumes work on a model uses this as its key; names and times of files
 * play no part.
 *
 * <p>Covered are the weights, every {@code .json} and {@code .jinja} file of the folder (configurations, shard index,
 * tokenizer, chat template) and {@code additional_chat_templates}. What this program writes about a run is left out.
 *
 * @param sha256 64 hexadecimal digits
 * @since 0.1
 */
public record ModelIdentity(String sha256) {
    private static final Set<String> RECORDS = Set.of(OutputFolder.PROVENANCE, "trainer.json");
    private static final String MORE_TEMPLATES = "additional_chat_templates";

    /**
     * The identity of a model folder.
     *
     * @throws InvalidInputException if it holds no readable model
     */
    public static ModelIdentity of(Path model) throws IOException {
        return of(model, Optional.empty());
    }

    /**
     * The identity of a model with a LoRA adapter on top.
     *
     * @throws InvalidInputException if one of the folders does not hold what it should
     */
    public static ModelIdentity of(Path model, Optional<Path> adapter) throws IOException {
        TextDigest all = new TextDigest();
        for (Path file : files(model)) add(all, model, file);
        if (adapter.isPresent()) {
            all.add("adapter");
            for (String name : List.of(PeftAdapter.CONFIG, PeftAdapter.WEIGHTS))
                add(all, adapter.get(), adapter.get().resolve(name));
        }
        return new ModelIdentity(all.hex());
    }

    private static void add(TextDigest all, Path folder, Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new InvalidInputException(file + ": is not a regular file");
        all.add(folder.relativize(file).toString().replace('\\', '/')).add(ContentDigest.of(file));
    }

    private static List<Path> files(Path model) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Checkpoint checkpoint = Checkpoint.open(model)) {
            checkpoint.shards().forEach(shard -> files.add(shard.path()));
        }
        list(model, files);
        if (Files.isDirectory(model.resolve(MORE_TEMPLATES))) list(model.resolve(MORE_TEMPLATES), files);
        return files.stream().sorted().toList();
    }

    private static void list(Path folder, List<Path> files) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(Files::isRegularFile).filter(ModelIdentity::isRead).forEach(files::add);
        }
    }

    private static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".json") || name.endsWith(".jinja")) && !RECORDS.contains(name);
    }
}
