// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEFT LoRA adapter folder: pairs of factors by the base tensor they change, and tensors saved whole. */
public final class PeftAdapter implements AutoCloseable {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    /** Stands before every module name in an adapter. */
    public static final String PREFIX = "base_model.model.";

    private static final Pattern FACTOR =
            Pattern.compile("(?<module>[^\0]*)\\.lora_(?<embedding>embedding_)?(?<side>[AB])(\\.default)?(\\.weight)?");

    private final Path folder;
    private final ObjectNode config;
    private final SafetensorsFile file;
    private final Map<String, LoraPair> pairs;
    private final Map<String, StoredTensor> saved;

    private PeftAdapter(
            Path folder,
            ObjectNode config,
            SafetensorsFile file,
            Map<String, LoraPair> pairs,
            Map<String, StoredTensor> saved) {
        this.folder = folder;
        this.config = config;
        this.file = file;
        this.pairs = Collections.unmodifiableMap(pairs);
        this.saved = Collections.unmodifiableMap(saved);
    }

    public static boolean isAdapter(Path folder) {
        return Files.exists(folder.resolve(CONFIG));
    }

    /**
     * Opens an adapter folder.
     *
     * @throws BadInputException if config or tensors are not those of a plain LoRA adapter; all complaints at once
     */
    public static PeftAdapter open(Path folder) throws IOException {
        ObjectNode json = StrictJson.read(folder.resolve(CONFIG));
        if (!Files.exists(folder.resolve(WEIGHTS)) && Files.exists(folder.resolve("adapter_model.bin")))
            throw new BadInputException(folder.resolve("adapter_model.bin")
                    + ": PyTorch pickles are not supported; save the adapter with safe_serialization=True");
        SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS));
        try {
            return parse(folder, json, file);
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    static PeftAdapter parse(Path folder, ObjectNode json, SafetensorsFile file) {
        PeftConfig config = PeftConfig.parse(folder.resolve(CONFIG).toString(), json);
        List<String> complaints = new ArrayList<>();
        Map<String, Map<String, StoredTensor>> sides = new TreeMap<>();
        Map<String, Boolean> embedding = new HashMap<>();
        Map<String, StoredTensor> saved = new TreeMap<>();
        for (TensorInfo info : file.header().tensors()) {
            String where = file.path() + ": tensor " + HeaderParser.printable(info.name());
            String name = info.name().startsWith(PREFIX) ? info.name().substring(PREFIX.length()) : info.name();
            Matcher factor = FACTOR.matcher(name);
            if (factor.matches()) {
                String module = factor.group("module");
                embedding.put(module, factor.group("embedding") != null);
                StoredTensor twin = sides.computeIfAbsent(module, m -> new HashMap<>())
                        .put(factor.group("side"), new StoredTensor(file, info));
                if (twin != null) complaints.add(where + " is there twice");
            } else if (name.contains("lora_")) {
                complaints.add(
                        where + " is of a LoRA variant that is not supported; merge the adapter with peft first");
            } else {
                StoredTensor twin = saved.put(
                        name.replace(".modules_to_save.default.", ".")
                                .replace(".modules_to_save.", ".")
                                // PEFT saves an embedding under its own factors along with them.
                                .replace(".base_layer.", "."),
                        new StoredTensor(file, info));
                if (twin != null) complaints.add(where + " is there twice");
            }
        }
        Map<String, LoraPair> pairs = new TreeMap<>();
        sides.forEach((module, ab) -> {
            String where = file.path() + ": " + HeaderParser.printable(module);
            StoredTensor a = ab.get("A");
            StoredTensor b = ab.get("B");
            if (a == null || b == null) {
                complaints.add(where + ": lora_" + (a == null ? "A" : "B") + " is missing");
                return;
            }
            int r = config.rankOf(module);
            if (!a.dtype().isReal()
                    || !b.dtype().isReal()
                    || a.shape().rank() != 2
                    || b.shape().rank() != 2
                    || a.shape().dim(0) != r
                    || b.shape().dim(1) != r) {
                complaints.add(where + ": expected real factors [" + r + ", in] and [out, " + r + "], got " + a.dtype()
                        + " " + a.shape() + " and " + b.dtype() + " " + b.shape());
                return;
            }
            boolean transposed = embedding.getOrDefault(module, false) || config.fanInFanOut();
            pairs.put(
                    module + ".weight", new LoraPair(module + ".weight", a, b, config.scaling(module, r), transposed));
        });
        if (pairs.isEmpty() && saved.isEmpty() && complaints.isEmpty())
            complaints.add(file.path() + ": holds no LoRA factors");
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        return new PeftAdapter(folder, json, file, pairs, saved);
    }

    public Path folder() {
        return folder;
    }

    public ObjectNode config() {
        return config;
    }

    public SafetensorsFile file() {
        return file;
    }

    /** Factors by the name of the base tensor they change. */
    public Map<String, LoraPair> pairs() {
        return pairs;
    }

    /**
     * Tensors saved whole ({@code modules_to_save}, trained biases, embeddings that have factors), by the name of the base
     * tensor they replace.
     */
    public Map<String, StoredTensor> saved() {
        return saved;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
