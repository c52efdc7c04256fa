// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
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
 * A model folder in Hugging Face layout: {@code model.safetensors} or shards with an index, and {@code config.json}.
 * Opening it reads only the headers.
 */
public final class Checkpoint implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";

    /** Headers stay in memory while a checkpoint is open. */
    private static final long MAX_HEADERS = 200_000_000;

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
     * @throws InvalidInputException if the folder holds no readable safetensors checkpoint; names every unreadable
     *     shard
     */
    public static Checkpoint open(Path folder) throws IOException {
        if (!Files.exists(folder)) throw new InvalidInputException(folder + ": no such folder");
        if (!Files.isDirectory(folder))
            throw new InvalidInputException(folder + ": is not a folder in Hugging Face layout");
        Path indexFile = folder.resolve(ShardIndex.FILE);
        // As transformers has it: an index beside a single file is what an earlier, sharded model left.
        boolean sharded = !Files.exists(folder.resolve(SINGLE));
        if (sharded && !Files.exists(indexFile)) throw noWeights(folder);
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

    /** Whether a folder holds the weights of a whole model. */
    public static boolean hasWeights(Path folder) {
        return Files.exists(folder.resolve(SINGLE)) || Files.exists(folder.resolve(ShardIndex.FILE));
    }

    /** What an earlier model left beside the weights of this one, and is not read; empty in most folders. */
    public static Optional<String> passedOver(Path folder) {
        if (!Files.exists(folder.resolve(SINGLE)) || !Files.exists(folder.resolve(ShardIndex.FILE)))
            return Optional.empty();
        return Optional.of(folder + ": " + SINGLE + " is read, as in transformers; " + ShardIndex.FILE
                + " and its shards are not, delete them or " + SINGLE);
    }

    private static InvalidInputException noWeights(Path folder) throws IOException {
        if (Files.exists(folder.resolve("adapter_config.json")))
            return new InvalidInputException(folder + ": is a PEFT adapter, expected a full model");
        for (String pickle : List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "consolidated.00.pth"))
            if (Files.exists(folder.resolve(pickle)))
                return new InvalidInputException(folder.resolve(pickle)
                        + ": PyTorch pickles are not supported, they can run code when loaded; "
                        + "convert to safetensors with transformers' save_pretrained");
        return new InvalidInputException(folder + ": holds neither " + SINGLE + " nor " + ShardIndex.FILE);
    }

    private static List<SafetensorsFile> openAll(Path folder, List<String> names) throws IOException {
        List<SafetensorsFile> open = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        long tensors = 0;
        long headers = 0;
        try {
            for (String name : names) {
                try {
                    SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
                    open.add(file);
                    tensors += file.header().tensors().size();
                    headers += file.header().dataStart();
                    if (tensors > HeaderParser.MAX_TENSORS || headers > MAX_HEADERS)
                        throw new InvalidInputException(folder + ": has over " + HeaderParser.MAX_TENSORS
                                + " tensors, or headers of over " + MAX_HEADERS + " bytes in all");
                } catch (InvalidInputException e) {
                    problems.addAll(e.problems());
                } catch (InvalidPathException e) {
                    problems.add(folder.resolve(ShardIndex.FILE) + ": shard " + ForeignText.printable(name)
                            + " cannot be a file name here");
                }
            }
            if (!problems.isEmpty()) throw new InvalidInputException(problems);
            return open;
        } catch (Throwable e) {
            closeAll(open);
            throw e;
        }
    }

    private static Map<String, StoredTensor> byName(Path folder, List<SafetensorsFile> shards) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (SafetensorsFile shard : shards)
            for (TensorInfo info : shard.header().tensors()) {
                StoredTensor twin = tensors.putIfAbsent(info.name(), new StoredTensor(shard, info));
                if (twin != null)
                    problems.add(folder + ": tensor " + ForeignText.printable(info.name()) + " is both in "
                            + twin.file().path().getFileName() + " and in "
                            + shard.path().getFileName());
            }
        if (!problems.isEmpty()) {
            closeAll(shards);
            throw new InvalidInputException(problems);
        }
        return Collections.unmodifiableMap(tensors);
    }

    private void check(ShardIndex index) {
        List<String> problems = new ArrayList<>();
        index.shardOf().forEach((name, shard) -> {
            StoredTensor tensor = tensors.get(name);
            if (tensor == null || !tensor.file().path().endsWith(shard))
                problems.add(folder.resolve(ShardIndex.FILE) + ": tensor " + ForeignText.printable(name) + " is not in "
                        + shard + ", where the index puts it");
        });
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
    }

    public Path folder() {
        return folder;
    }

    /** {@code config.json}, or an empty object if the file does not exist. */
    public ObjectNode config() {
        return config;
    }

    /** Whether the weights are sharded, with an index file. */
    public boolean sharded() {
        return sharded;
    }

    /** The weight files, by name. */
    public List<SafetensorsFile> shards() {
        return shards;
    }

    /** How the weights are quantised; empty if what is stored are weights. */
    public Optional<Quantization.Found> quantization() {
        return Quantization.find(tensors.values());
    }

    /**
     * Checks that what is stored are weights.
     *
     * @throws InvalidInputException if it is codes, see {@link Quantization}, or if the config says so
     */
    public void requireWeights() {
        Optional<Quantization.Found> found = quantization();
        if (found.isPresent())
            throw new InvalidInputException(folder + ": " + found.get().words());
        for (String key : List.of("quantization_config", "compression_config", "quantization"))
            for (JsonNode at : List.of(config, config.path("text_config")))
                if (at.hasNonNull(key))
                    throw new InvalidInputException(folder.resolve("config.json") + ": has " + key + " ("
                            + ForeignText.printable(
                                    at.path(key).path("quant_method").asText("no method"))
                            + "), although the stored tensors are plain weights; remove the key if the model was"
                            + " dequantised");
    }

    /** Every tensor by name, in the order of shards and bytes. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    public Optional<StoredTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * Returns a tensor that must exist.
     *
     * @throws InvalidInputException if it does not exist
     */
    public StoredTensor require(String name) {
        return tensor(name).orElseThrow(() -> new InvalidInputException(folder + ": tensor " + name + " is missing"));
    }

    /** The tensor used for {@code name}: itself or, for an output layer that is not stored, the tied embedding. */
    public Optional<StoredTensor> tensorOrTied(String name) {
        Optional<StoredTensor> stored = tensor(name);
        if (stored.isPresent() || !isOutputLayer(name) || !mayTie()) return stored;
        return tensors.values().stream().filter(t -> isInputEmbedding(t.name())).findFirst();
    }

    /** Whether the embedding is also the output layer: none is stored, and the config does not rule out tying. */
    public boolean tied() {
        return tensors.keySet().stream().noneMatch(Checkpoint::isOutputLayer) && mayTie();
    }

    private boolean mayTie() {
        return config.path("tie_word_embeddings").asBoolean(true);
    }

    /**
     * Whether a tensor is a table that every model of its kind computes anew when it is loaded: rotary frequencies, causal
     * masks, position numbers. Older checkpoints hold them, newer ones do not.
     */
    public static boolean isBuffer(StoredTensor tensor) {
        String name = tensor.name();
        boolean mask = tensor.shape().rank() == 4
                && (name.endsWith(".attn.bias") || name.endsWith(".attention.bias") || name.endsWith(".attn.mask"));
        return mask
                || name.endsWith(".inv_freq")
                || name.endsWith("rotary_emb.cos_cached")
                || name.endsWith("rotary_emb.sin_cached")
                || name.endsWith(".masked_bias")
                || name.endsWith("position_ids");
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
                // The file was only read, so a failed close loses nothing.
            }
        }
    }
}
