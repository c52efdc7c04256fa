// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model folder in Hugging Face layout, opened from its headers alone: {@code model.safetensors}, or shards with an
 * index, and {@code config.json}.
 */
public final class Checkpoint implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";

    private final Path folder;
    private final ObjectNode config;
    private final boolean sharded;
    private final List<SafetensorsFile> shards;
    private final Map<String, StoredTensor> tensors;

    private Checkpoint(Path folder, ObjectNode config, boolean sharded, List<SafetensorsFile> shards) {
        this.folder = folder;
        this.config = config;
        this.sharded = sharded;
        this.shards = List.copyOf(shards);
        this.tensors = byName(folder, shards);
    }

    /**
     * Opens a model folder.
     *
     * @throws BadInputException if the folder holds no readable safetensors checkpoint; every bad shard is named
     */
    public static Checkpoint open(Path folder) throws IOException {
        if (!Files.exists(folder)) throw new BadInputException(folder + ": no such folder");
        if (!Files.isDirectory(folder))
            throw new BadInputException(folder + ": is not a folder in Hugging Face layout");
        Path indexFile = folder.resolve(ShardIndex.FILE);
        boolean sharded = Files.exists(indexFile);
        if (!sharded && !Files.exists(folder.resolve(SINGLE))) throw noWeights(folder);
        ObjectNode config = Files.exists(folder.resolve("config.json"))
                ? StrictJson.read(folder.resolve("config.json"))
                : JsonNodeFactory.instance.objectNode();
        if (!sharded) return new Checkpoint(folder, config, false, openAll(folder, List.of(SINGLE)));
        ShardIndex index = ShardIndex.read(indexFile);
        List<SafetensorsFile> shards = openAll(folder, index.shards());
        try {
            Checkpoint checkpoint = new Checkpoint(folder, config, true, shards);
            checkpoint.check(index);
            return checkpoint;
        } catch (Throwable e) {
            closeAll(shards);
            throw e;
        }
    }

    private static BadInputException noWeights(Path folder) throws IOException {
        if (Files.exists(folder.resolve("adapter_config.json")))
            return new BadInputException(folder + ": is a PEFT adapter, expected a whole model here");
        for (String pickle : List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth"))
            if (Files.exists(folder.resolve(pickle)))
                return new BadInputException(folder.resolve(pickle)
                        + ": PyTorch pickles are not supported, they can run code when loaded; "
                        + "convert to safetensors with transformers' save_pretrained");
        return new BadInputException(folder + ": holds neither " + SINGLE + " nor " + ShardIndex.FILE);
    }

    private static List<SafetensorsFile> openAll(Path folder, List<String> names) throws IOException {
        List<SafetensorsFile> open = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        try {
            for (String name : names) {
                try {
                    open.add(SafetensorsFile.open(folder.resolve(name)));
                } catch (BadInputException e) {
                    complaints.addAll(e.complaints());
                } catch (InvalidPathException e) {
                    complaints.add(folder.resolve(ShardIndex.FILE) + ": shard " + HeaderParser.printable(name)
                            + " cannot be a file name here");
                }
            }
            if (!complaints.isEmpty()) throw new BadInputException(complaints);
            return open;
        } catch (Throwable e) {
            closeAll(open);
            throw e;
        }
    }

    private static Map<String, StoredTensor> byName(Path folder, List<SafetensorsFile> shards) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<String> complaints = new ArrayList<>();
        for (SafetensorsFile shard : shards)
            for (TensorInfo info : shard.header().tensors()) {
                StoredTensor twin = tensors.putIfAbsent(info.name(), new StoredTensor(shard, info));
                if (twin != null)
                    complaints.add(folder + ": tensor " + HeaderParser.printable(info.name()) + " is both in "
                            + twin.file().path().getFileName() + " and in "
                            + shard.path().getFileName());
            }
        if (!complaints.isEmpty()) {
            closeAll(shards);
            throw new BadInputException(complaints);
        }
        return Collections.unmodifiableMap(tensors);
    }

    private void check(ShardIndex index) {
        List<String> complaints = new ArrayList<>();
        index.shardOf().forEach((name, shard) -> {
            StoredTensor tensor = tensors.get(name);
            if (tensor == null || !tensor.file().path().endsWith(shard))
                complaints.add(folder.resolve(ShardIndex.FILE) + ": tensor " + HeaderParser.printable(name)
                        + " is not in " + shard + ", where the index puts it");
        });
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
    }

    public Path folder() {
        return folder;
    }

    /** {@code config.json}; an empty object where there is none. */
    public ObjectNode config() {
        return config;
    }

    /** Whether an index file lists the shards. */
    public boolean sharded() {
        return sharded;
    }

    /** The weight files, by name. */
    public List<SafetensorsFile> shards() {
        return shards;
    }

    /** Every tensor by name, in the order of shards and bytes. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    public Optional<StoredTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * A tensor that must be there.
     *
     * @throws BadInputException if it is not
     */
    public StoredTensor require(String name) {
        return tensor(name).orElseThrow(() -> new BadInputException(folder + ": tensor " + name + " is missing"));
    }

    /**
     * The tensor that serves under {@code name}: itself, or, for an output layer that is not stored, the embedding it is
     * tied to.
     */
    public Optional<StoredTensor> tensorOrTied(String name) {
        Optional<StoredTensor> stored = tensor(name);
        if (stored.isPresent() || !isOutputLayer(name) || !mayTie()) return stored;
        return tensors.values().stream().filter(t -> isInputEmbedding(t.name())).findFirst();
    }

    /** Whether the embedding also serves as the output layer: none is stored, and the config does not rule it out. */
    public boolean tied() {
        return tensors.keySet().stream().noneMatch(Checkpoint::isOutputLayer) && mayTie();
    }

    private boolean mayTie() {
        return config.path("tie_word_embeddings").asBoolean(true);
    }

    public static boolean isOutputLayer(String tensor) {
        return tensor.equals("lm_head.weight") || tensor.endsWith(".lm_head.weight");
    }

    public static boolean isInputEmbedding(String tensor) {
        return tensor.endsWith("embed_tokens.weight")
                || tensor.endsWith("wte.weight")
                || tensor.endsWith("word_embeddings.weight");
    }

    @Override
    public void close() {
        closeAll(shards);
    }

    private static void closeAll(List<SafetensorsFile> files) {
        for (SafetensorsFile f : files) {
            try {
                f.close();
            } catch (IOException e) {
                // Only read from: there is nothing a failed close could lose.
            }
        }
    }
}
