// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of a checkpoint to be written: shards, tensor order, names, metadata and side files follow another
 * checkpoint, optionally with a different dtype.
 */
public final class CheckpointLayout {
    /** One weight file: its name and header. */
    public record Shard(String file, SafetensorsHeader header) {
        public long bytes() {
            return header.dataStart() + header.dataBytes();
        }
    }

    private final List<Shard> shards;
    private final Map<Path, Path> copied;
    private final Map<Path, byte[]> rewritten;

    private CheckpointLayout(List<Shard> shards, Map<Path, Path> copied, Map<Path, byte[]> rewritten) {
        this.shards = shards;
        this.copied = copied;
        this.rewritten = rewritten;
    }

    /** The layout of {@code model}; if given, a dtype applies to all real tensors and the config. */
    public static CheckpointLayout like(Checkpoint model, Optional<DType> dtype) throws IOException {
        List<Shard> shards = new ArrayList<>();
        for (SafetensorsFile f : model.shards()) {
            SafetensorsHeader header = dtype.isPresent() ? f.header().cast(dtype.get()) : f.header();
            shards.add(new Shard(String.valueOf(f.path().getFileName()), header));
        }
        Map<Path, Path> copied = new LinkedHashMap<>();
        for (Path p : SideFiles.of(model.folder())) copied.put(p, model.folder().resolve(p));
        Map<Path, byte[]> rewritten = new LinkedHashMap<>();
        Path index = Path.of(ShardIndex.FILE);
        if (model.sharded()) copied.put(index, model.folder().resolve(index));
        if (dtype.isPresent()) {
            Path config = Path.of("config.json");
            if (copied.remove(config) != null)
                rewritten.put(config, pretty(withDtype(model.config().deepCopy(), dtype.get())));
            if (copied.remove(index) != null)
                rewritten.put(
                        index, pretty(withTotal(StrictJson.read(model.folder().resolve(index)), shards)));
        }
        return new CheckpointLayout(List.copyOf(shards), copied, rewritten);
    }

    /** A layout of one weight file and the given side files. */
    public static CheckpointLayout of(Shard weights, Map<Path, byte[]> files) {
        return new CheckpointLayout(List.of(weights), Map.of(), files);
    }

    /** This layout with one more weight file, whose tensor names must be new. */
    public CheckpointLayout with(Shard more) {
        List<Shard> all = new ArrayList<>(shards);
        all.add(more);
        return new CheckpointLayout(List.copyOf(all), copied, rewritten);
    }

    private static ObjectNode withDtype(ObjectNode config, DType dtype) {
        // transformers renamed torch_dtype to dtype. Readers of this config look at the key it already has.
        String key = config.has("dtype") ? "dtype" : "torch_dtype";
        config.put(key, dtype.torchName());
        if (config.get("text_config") instanceof ObjectNode text && (text.has("dtype") || text.has("torch_dtype")))
            withDtype(text, dtype);
        return config;
    }

    private static ObjectNode withTotal(ObjectNode index, List<Shard> shards) {
        if (index.get("metadata") instanceof ObjectNode metadata && metadata.has("total_size"))
            metadata.put(
                    "total_size",
                    shards.stream().mapToLong(s -> s.header().dataBytes()).sum());
        return index;
    }

    private static byte[] pretty(ObjectNode json) {
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public List<Shard> shards() {
        return shards;
    }

    /** Total size of the weight files in bytes. */
    public long bytes() {
        return shards.stream().mapToLong(Shard::bytes).sum();
    }

    /** Total size of the side files in bytes. */
    public long sideBytes() throws IOException {
        long bytes = 0;
        for (Path p : copied.values()) bytes += Files.size(p);
        for (byte[] b : rewritten.values()) bytes += b.length;
        return bytes;
    }

    void writeSideFiles(Path folder) throws IOException {
        for (Map.Entry<Path, Path> e : copied.entrySet())
            // Copies content without permissions: a read-only copy of README.md could not be overwritten later.
            try (OutputStream out = Files.newOutputStream(place(folder, e.getKey()))) {
                Files.copy(e.getValue(), out);
            }
        for (Map.Entry<Path, byte[]> e : rewritten.entrySet()) Files.write(place(folder, e.getKey()), e.getValue());
    }

    private static Path place(Path folder, Path relative) throws IOException {
        Path to = folder.resolve(relative);
        Path parent = to.getParent();
        if (parent != null) Files.createDirectories(parent);
        return to;
    }
}
