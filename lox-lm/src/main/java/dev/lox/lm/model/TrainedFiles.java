// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.CheckpointLayout;
import dev.lox.checkpoint.CheckpointLayout.Shard;
import dev.lox.checkpoint.CheckpointWriter;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.SafetensorsHeader;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.checkpoint.TensorSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Files of a training: the model, laid out like the one it started from, or the adapter; and the state that resuming needs.
 */
public final class TrainedFiles {
    /**
     * Moments of the optimizer, and weights where the model is stored in a narrower type. A safetensors file with another
     * extension, since some programs load every file with that one.
     */
    static final String STATE = "optimizer.state";

    private static final String FIRST = "first.";
    private static final String SECOND = "second.";
    private static final String WEIGHT = "weight.";

    private final TrainableLm lm;
    private final Path source;
    private final Optional<DType> dtype;

    /**
     * Files of a model.
     *
     * @param source the folder that it was loaded from
     * @param dtype the stored type of weights; empty for the original types
     */
    public TrainedFiles(TrainableLm lm, Path source, Optional<DType> dtype) {
        this.lm = lm;
        this.source = source;
        this.dtype = dtype;
    }

    /**
     * Writes a folder, all or nothing.
     *
     * @param optimizer to resume with; without it the folder holds only the model
     */
    public void save(OutputFolder folder, Optional<AdamW> optimizer) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(source)) {
            CheckpointLayout layout =
                    lm.lora().isPresent() ? adapterLayout() : CheckpointLayout.like(checkpoint, dtype);
            Map<String, Tensor> values = values();
            if (optimizer.isPresent()) {
                Map<String, Tensor> state = state(layout, optimizer.get());
                values.putAll(state);
                layout = layout.with(new Shard(STATE, SafetensorsHeader.of(shapes(state), DType.F32)));
            }
            try (CheckpointWriter writer = CheckpointWriter.open(folder, layout)) {
                for (Shard shard : layout.shards())
                    for (TensorInfo info : shard.header().tensors()) {
                        TensorSink sink = writer.tensor(info.name());
                        Tensor value = values.get(info.name());
                        if (value != null) WeightWriter.write(value, sink);
                        else copy(checkpoint.require(info.name()), sink);
                        writer.finish(sink, JsonNodeFactory.instance.objectNode());
                    }
                writer.commit(Map.of());
            }
        }
    }

    /** Tensors that are not parameters, such as the frequencies of old models, change only their type. */
    private void copy(StoredTensor stored, TensorSink sink) throws IOException {
        if (stored.dtype() == sink.info().dtype()) {
            WeightWriter.copy(stored, sink);
            return;
        }
        try (TensorScope scope = new TensorScope();
                WeightFile files = new WeightFile(lm.masters())) {
            WeightWriter.write(files.read(stored), sink);
        }
    }

    /** By their stored names. */
    private Map<String, Tensor> values() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        String prefix = lm.lora().isPresent() ? PeftAdapter.PREFIX : "";
        for (Parameter p : lm.parameters()) values.put(prefix + p.name(), p.value());
        return values;
    }

    private Map<String, Tensor> state(CheckpointLayout layout, AdamW optimizer) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (AdamW.Moments m : optimizer.moments()) {
            state.put(FIRST + m.parameter().name(), m.first());
            state.put(SECOND + m.parameter().name(), m.second());
        }
        Map<String, Tensor> values = values();
        for (Shard shard : layout.shards())
            for (TensorInfo info : shard.header().tensors()) {
                Tensor value = values.get(info.name());
                if (value != null && info.dtype() != DType.F32) state.put(WEIGHT + info.name(), value);
            }
        return state;
    }

    private CheckpointLayout adapterLayout() {
        SafetensorsHeader header = SafetensorsHeader.of(shapes(values()), DType.F32);
        byte[] config = (adapterConfig().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        return CheckpointLayout.of(new Shard(PeftAdapter.WEIGHTS, header), Map.of(Path.of(PeftAdapter.CONFIG), config));
    }

    private ObjectNode adapterConfig() {
        LoraOptions lora = lm.lora().orElseThrow();
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", source.toString())
                .put("r", lora.rank())
                .put("lora_alpha", lora.alpha())
                .put("lora_dropout", lora.dropout())
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("use_rslora", false)
                .put("init_lora_weights", true)
                .put("inference_mode", true);
        lm.adaptedModules().forEach(config.putArray("target_modules")::add);
        return config;
    }

    private static Map<String, Shape> shapes(Map<String, Tensor> tensors) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            long[] dims = new long[(int) tensor.dim()];
            for (int i = 0; i < dims.length; i++) dims[i] = tensor.size(i);
            shapes.put(name, Shape.of(dims));
        });
        return shapes;
    }

    /** Whether a folder holds the state to resume from. */
    public static boolean holdsState(Path folder) {
        return Files.exists(folder.resolve(STATE));
    }

    /** Removes the state from a folder. */
    public static void dropState(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(STATE));
    }

    /** Restores what {@link #save} wrote, bit for bit. */
    public void restore(Path folder, AdamW optimizer, long steps) throws IOException {
        try (SafetensorsFile state = SafetensorsFile.open(folder.resolve(STATE))) {
            Map<String, StoredTensor> stored = new HashMap<>();
            addTo(stored, state);
            Map<String, Tensor> wanted = new LinkedHashMap<>();
            for (AdamW.Moments m : optimizer.moments()) {
                wanted.put(FIRST + m.parameter().name(), m.first());
                wanted.put(SECOND + m.parameter().name(), m.second());
            }
            Map<String, Tensor> narrow = new LinkedHashMap<>();
            values().forEach((name, value) -> {
                if (stored.containsKey(WEIGHT + name)) wanted.put(WEIGHT + name, value);
                else narrow.put(name, value);
            });
            read(wanted, stored);
            restoreWeights(folder, narrow);
        }
        optimizer.goOnFrom(steps);
    }

    private void restoreWeights(Path folder, Map<String, Tensor> wanted) throws IOException {
        Map<String, StoredTensor> stored = new HashMap<>();
        if (lm.lora().isPresent()) {
            try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS))) {
                addTo(stored, file);
                read(wanted, stored);
            }
        } else {
            try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                read(wanted, checkpoint.tensors());
            }
        }
    }

    private static void addTo(Map<String, StoredTensor> all, SafetensorsFile file) {
        for (TensorInfo info : file.header().tensors()) all.put(info.name(), new StoredTensor(file, info));
    }

    private void read(Map<String, Tensor> wanted, Map<String, StoredTensor> stored) throws IOException {
        Map<String, Shape> shapes = shapes(wanted);
        try (NoGradGuard guard = new NoGradGuard();
                WeightFile files = new WeightFile(lm.masters())) {
            for (Map.Entry<String, Tensor> e : wanted.entrySet())
                try (TensorScope scope = new TensorScope()) {
                    StoredTensor found = stored.get(e.getKey());
                    if (found == null || !found.shape().equals(shapes.get(e.getKey())))
                        throw new InvalidInputException("the saved state has no tensor " + e.getKey() + " of shape "
                                + shapes.get(e.getKey()) + "; it is of another model");
                    e.getValue().copy_(files.read(found));
                }
        }
    }
}
