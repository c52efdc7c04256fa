// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.MatchBudget;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEFT LoRA adapter folder: pairs of factors, keyed by the base tensor they apply to, and tensors saved in full. */
public final class PeftAdapter implements AutoCloseable {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    /** The prefix of every module name in an adapter. */
    public static final String PREFIX = "base_model.model.";

    /**
     * Characters that matching all modules against all patterns may read: less than a second. Llama's 70B model with a
     * pattern for each of its 560 matrices takes 75 million.
     */
    private static final long MAX_LOOKS = 150_000_000;

    /** Models whose projections are transformers' {@code Conv1D}, which stores a weight as [in, out]. */
    private static final Set<String> INPUTS_FIRST = Set.of("gpt2", "openai-gpt", "imagegpt", "decision_transformer");

    private static final Pattern CONV1D = Pattern.compile("(^|\\.)(c_attn|c_proj|c_fc|q_attn)\\.weight$");

    private static final Pattern FACTOR =
            Pattern.compile("(?<module>[^\0]*)\\.lora_(?<embedding>embedding_)?(?<side>[AB])(\\.default)?(\\.weight)?");

    private final Path folder;
    private final ObjectNode config;
    private final SafetensorsFile file;
    private final Map<String, LoraPair> pairs;
    private final Map<String, StoredTensor> saved;
    private final Set<String> embeddings;
    private final boolean turned;

    private PeftAdapter(
            Path folder,
            ObjectNode config,
            SafetensorsFile file,
            Map<String, LoraPair> pairs,
            Map<String, StoredTensor> saved,
            Set<String> embeddings,
            boolean turned) {
        this.embeddings = embeddings;
        this.turned = turned;
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
     * @throws InvalidInputException if config or tensors are not those of a plain LoRA adapter; lists all problems
     */
    public static PeftAdapter open(Path folder) throws IOException {
        ObjectNode json = StrictJson.read(folder.resolve(CONFIG));
        if (!Files.exists(folder.resolve(WEIGHTS)) && Files.exists(folder.resolve("adapter_model.bin")))
            throw new InvalidInputException(folder.resolve("adapter_model.bin")
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
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, StoredTensor>> sides = new TreeMap<>();
        Map<String, Boolean> embedding = new HashMap<>();
        Map<String, StoredTensor> saved = new TreeMap<>();
        for (TensorInfo info : file.header().tensors()) {
            String where = file.path() + ": tensor " + ForeignText.printable(info.name());
            String name = info.name().startsWith(PREFIX) ? info.name().substring(PREFIX.length()) : info.name();
            Matcher factor = FACTOR.matcher(name);
            if (factor.matches()) {
                String module = factor.group("module");
                embedding.put(module, factor.group("embedding") != null);
                StoredTensor twin = sides.computeIfAbsent(module, m -> new HashMap<>())
                        .put(factor.group("side"), new StoredTensor(file, info));
                if (twin != null) problems.add(where + " occurs twice");
            } else if (name.contains("lora_")) {
                problems.add(where + " belongs to an unsupported LoRA variant; merge the adapter with peft first");
            } else {
                StoredTensor twin = saved.put(
                        name.replace(".modules_to_save.default.", ".")
                                .replace(".modules_to_save.", ".")
                                // PEFT saves an adapted embedding together with its factors.
                                .replace(".base_layer.", "."),
                        new StoredTensor(file, info));
                if (twin != null) problems.add(where + " occurs twice");
            }
        }
        Map<String, LoraPair> pairs = new TreeMap<>();
        MatchBudget budget = new MatchBudget(MAX_LOOKS);
        sides.forEach((module, ab) -> {
            String where = file.path() + ": " + ForeignText.printable(module);
            StoredTensor a = ab.get("A");
            StoredTensor b = ab.get("B");
            if (a == null || b == null) {
                problems.add(where + ": lora_" + (a == null ? "A" : "B") + " is missing");
                return;
            }
            int r = config.rankOf(module, budget);
            if (!a.dtype().isReal()
                    || !b.dtype().isReal()
                    || a.shape().rank() != 2
                    || b.shape().rank() != 2
                    || a.shape().dim(0) != r
                    || b.shape().dim(1) != r) {
                problems.add(where + ": expected real factors [" + r + ", in] and [out, " + r + "], got " + a.dtype()
                        + " " + a.shape() + " and " + b.dtype() + " " + b.shape());
                return;
            }
            boolean transposed = embedding.getOrDefault(module, false) || config.fanInFanOut();
            pairs.put(
                    module + ".weight",
                    new LoraPair(module + ".weight", a, b, config.scaling(module, r, budget), transposed));
        });
        if (pairs.isEmpty() && saved.isEmpty() && problems.isEmpty())
            problems.add(file.path() + ": holds no LoRA factors");
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        Set<String> embeddings = new HashSet<>();
        embedding.forEach((module, is) -> {
            if (is) embeddings.add(module + ".weight");
        });
        return new PeftAdapter(folder, json, file, pairs, saved, embeddings, false);
    }

    /**
     * The adapter on a base of this type. As in PEFT, the kind of a layer decides whether its weight is stored as [in, out]:
     * GPT-2's are. {@code fan_in_fan_out} counts only where the type is not known.
     *
     * @param modelType {@code model_type} of the base's config; may be empty
     */
    public PeftAdapter on(String modelType) {
        if (modelType.isEmpty()) return this;
        Map<String, LoraPair> facing = new TreeMap<>();
        boolean differs = false;
        for (LoraPair pair : pairs.values()) {
            boolean transposed = embeddings.contains(pair.weight())
                    || INPUTS_FIRST.contains(modelType)
                            && CONV1D.matcher(pair.weight()).find();
            differs |= transposed != pair.transposed();
            facing.put(pair.weight(), new LoraPair(pair.weight(), pair.a(), pair.b(), pair.scaling(), transposed));
        }
        return new PeftAdapter(folder, config, file, facing, saved, embeddings, differs);
    }

    /** Whether {@code fan_in_fan_out} says otherwise than the layers of the base. */
    public boolean contradictsItsBase() {
        return turned;
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

    /** Pairs of factors by the name of the base tensor they apply to. */
    public Map<String, LoraPair> pairs() {
        return pairs;
    }

    /** Tensors saved in full (modules_to_save, biases, embeddings), by the name of the base tensor they replace. */
    public Map<String, StoredTensor> saved() {
        return saved;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
