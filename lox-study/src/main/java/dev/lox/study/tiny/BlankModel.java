// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.tiny;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsHeader;
import dev.lox.checkpoint.Shape;
import dev.lox.lm.train.SplitMix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Llama of 140,000 parameters that has not learned anything: a folder in Hugging Face layout with random weights. */
final class BlankModel {
    private static final int HIDDEN = 64;
    private static final int INTERMEDIATE = 176;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final int POSITIONS = 64;
    private static final double DEVIATION = 0.05;

    private static final String UNKNOWN = "<unk>";
    private static final List<String> SPECIAL = List.of("<pad>", "<bos>", "<user>", "<asst>", "<eos>", UNKNOWN);
    private static final int PAD = 0;
    private static final int BOS = 1;
    private static final int EOS = 4;

    private static final String CHAT_TEMPLATE = "{{ bos_token }}{% for message in messages %}"
            + "{% if message['role'] == 'assistant' %}{{ '<asst>' + message['content'] + eos_token }}"
            + "{% else %}{{ '<user>' + message['content'] }}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<asst>' }}{% endif %}";

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> tokens = new ArrayList<>(SPECIAL);
    private final long seed;

    BlankModel(long seed) {
        this.seed = seed;
        tokens.addAll(Grammar.vocabulary());
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        put(folder, "config.json", config());
        put(folder, "generation_config.json", generation());
        put(folder, "tokenizer.json", tokenizer());
        put(folder, "tokenizer_config.json", tokenizerConfig());
        Files.write(folder.resolve("model.safetensors"), weights());
    }

    private static void put(Path folder, String file, ObjectNode json) throws IOException {
        Files.writeString(folder.resolve(file), json.toPrettyString() + "\n");
    }

    private ObjectNode config() {
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add("LlamaForCausalLM");
        return config.put("model_type", "llama")
                .put("vocab_size", tokens.size())
                .put("hidden_size", HIDDEN)
                .put("intermediate_size", INTERMEDIATE)
                .put("num_hidden_layers", LAYERS)
                .put("num_attention_heads", HEADS)
                .put("num_key_value_heads", HEADS)
                .put("max_position_embeddings", POSITIONS)
                .put("hidden_act", "silu")
                .put("rms_norm_eps", 1e-6)
                .put("rope_theta", 10000.0)
                .put("tie_word_embeddings", false)
                .put("bos_token_id", BOS)
                .put("eos_token_id", EOS)
                .put("pad_token_id", PAD)
                .put("torch_dtype", "float32");
    }

    private static ObjectNode generation() {
        return JSON.createObjectNode()
                .put("bos_token_id", BOS)
                .put("eos_token_id", EOS)
                .put("pad_token_id", PAD)
                .put("do_sample", false);
    }

    /** Each word, number and mark is a token. */
    private ObjectNode tokenizer() {
        ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
        tokenizer.putNull("truncation").putNull("padding");
        ArrayNode added = tokenizer.putArray("added_tokens");
        for (int id = 0; id < SPECIAL.size(); id++)
            added.addObject()
                    .put("id", id)
                    .put("content", SPECIAL.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        tokenizer.putObject("normalizer").put("type", "Lowercase");
        tokenizer.putObject("pre_tokenizer").put("type", "Whitespace");
        tokenizer.putNull("post_processor").putNull("decoder");
        ObjectNode model = tokenizer.putObject("model").put("type", "WordLevel");
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) ids.put(tokens.get(id), id);
        model.put("unk_token", UNKNOWN);
        return tokenizer;
    }

    private static ObjectNode tokenizerConfig() {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", SPECIAL.get(BOS))
                .put("eos_token", SPECIAL.get(EOS))
                .put("pad_token", SPECIAL.get(PAD))
                .put("unk_token", UNKNOWN)
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", POSITIONS)
                .put("chat_template", CHAT_TEMPLATE);
    }

    private byte[] weights() {
        Map<String, Shape> shapes = shapes();
        SafetensorsHeader header = SafetensorsHeader.of(shapes, DType.F32);
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(header.dataStart() + header.dataBytes()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header.encoded());
        SplitMix random = SplitMix.of(seed, -1);
        shapes.forEach((name, shape) -> {
            for (long i = 0; i < shape.elements(); i++) file.putFloat(shape.rank() == 1 ? 1 : weight(random));
        });
        return file.array();
    }

    /** Uniform: of the mean 0 and the deviation, in arithmetic that every processor rounds alike. */
    private static float weight(SplitMix random) {
        double unit = (random.next() >>> 11) * 0x1p-53;
        return (float) ((2 * unit - 1) * DEVIATION * Math.sqrt(3));
    }

    private Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("lm_head.weight", Shape.of(tokens.size(), HIDDEN));
        shapes.put("model.embed_tokens.weight", Shape.of(tokens.size(), HIDDEN));
        for (int i = 0; i < LAYERS; i++) {
            String layer = "model.layers." + i + ".";
            shapes.put(layer + "input_layernorm.weight", Shape.of(HIDDEN));
            shapes.put(layer + "mlp.down_proj.weight", Shape.of(HIDDEN, INTERMEDIATE));
            shapes.put(layer + "mlp.gate_proj.weight", Shape.of(INTERMEDIATE, HIDDEN));
            shapes.put(layer + "mlp.up_proj.weight", Shape.of(INTERMEDIATE, HIDDEN));
            shapes.put(layer + "post_attention_layernorm.weight", Shape.of(HIDDEN));
            for (String p : List.of("k", "o", "q", "v"))
                shapes.put(layer + "self_attn." + p + "_proj.weight", Shape.of(HIDDEN, HIDDEN));
        }
        shapes.put("model.norm.weight", Shape.of(HIDDEN));
        return shapes;
    }
}
