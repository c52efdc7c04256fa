// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.SplitMix;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsHeader;
import dev.lox.checkpoint.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The architecture of the tiny model, with 140,000 parameters, and its initial random weights. */
final class TinyLlama {
    static final int POSITIONS = 64;

    private static final int HIDDEN = 64;
    private static final int INTERMEDIATE = 176;
    private static final int LAYERS = 2;
    private static final int HEADS = 4;
    private static final double DEVIATION = 0.05;

    private static final JsonMapper JSON = new JsonMapper();

    private TinyLlama() {}

    static ObjectNode config() {
        ObjectNode config = ends();
        config.putArray("architectures").add("LlamaForCausalLM");
        return config.put("model_type", "llama")
                .put("vocab_size", TinyTokenizer.TOKENS.size())
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
                .put("torch_dtype", "float32");
    }

    static ObjectNode generationConfig() {
        return ends().put("do_sample", false);
    }

    private static ObjectNode ends() {
        return JSON.createObjectNode()
                .put("bos_token_id", TinyTokenizer.BOS)
                .put("eos_token_id", TinyTokenizer.EOS)
                .put("pad_token_id", TinyTokenizer.PAD);
    }

    /** A safetensors file. */
    static byte[] blank(SplitMix random) {
        SafetensorsHeader header = SafetensorsHeader.of(shapes(), DType.F32);
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(header.dataStart() + header.dataBytes()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header.encoded());
        for (Shape shape : shapes().values())
            for (long i = 0; i < shape.elements(); i++) file.putFloat(shape.rank() == 1 ? 1 : weight(random));
        return file.array();
    }

    /** Uniform, since all processors compute it identically. */
    private static float weight(SplitMix random) {
        double unit = (random.next() >>> 11) * 0x1p-53;
        return (float) ((2 * unit - 1) * Math.sqrt(3) * DEVIATION);
    }

    private static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Shape words = Shape.of(TinyTokenizer.TOKENS.size(), HIDDEN);
        shapes.put("lm_head.weight", words);
        shapes.put("model.embed_tokens.weight", words);
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
