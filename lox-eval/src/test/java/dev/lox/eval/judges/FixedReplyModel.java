// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A model that always generates the same text: each token is followed by a fixed one. */
final class FixedReplyModel {
    private static final Path TOKENIZER = Path.of("../lox-lm/src/test/resources/tokenizers/llama2");
    private static final int WIDTH = 704;
    private static final int VOCABULARY = 700;
    private static final int END = 2;

    private FixedReplyModel() {}

    /**
     * Writes the model folder.
     *
     * @param first the last character of the prompt
     * @param text the reply; each character is a token and occurs once
     */
    static Path write(Path folder, String template, String first, String text, int context) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of("tokenizer.json", "tokenizer_config.json"))
            Files.copy(TOKENIZER.resolve(name), folder.resolve(name));
        Files.writeString(folder.resolve("chat_template.jinja"), template);
        return weights(followers(folder, first, text))
                .config("""
                {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": %d, "hidden_size": %d,
                 "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 2,
                 "head_dim": 8, "max_position_embeddings": %d, "rms_norm_eps": 1e-6, "rope_theta": 10000.0,
                 "bos_token_id": 1, "eos_token_id": %d, "tie_word_embeddings": false, "dtype": "float32"}
                """.formatted(VOCABULARY, WIDTH, context, END))
                .save(folder);
    }

    private static int[] followers(Path folder, String first, String text) throws IOException {
        JsonNode vocabulary = new JsonMapper()
                .readTree(folder.resolve("tokenizer.json").toFile())
                .path("model")
                .path("vocab");
        int[] follower = new int[VOCABULARY];
        Arrays.fill(follower, END);
        int last = id(vocabulary, first);
        for (String c : text.split("")) {
            int next = id(vocabulary, c);
            follower[last] = next;
            last = next;
        }
        return follower;
    }

    /** A character's token, or that of its byte. */
    private static int id(JsonNode vocabulary, String c) {
        String token = vocabulary.has(c) ? c : "<0x%02X>".formatted((int) c.charAt(0));
        return vocabulary.required(token).asInt();
    }

    private static TinyModel weights(int[] follower) {
        float[] embedding = new float[VOCABULARY * WIDTH];
        float[] head = new float[VOCABULARY * WIDTH];
        for (int i = 0; i < VOCABULARY; i++) {
            embedding[i * WIDTH + i] = 1;
            head[follower[i] * WIDTH + i] = 1;
        }
        String layer = "model.layers.0.";
        TinyModel model = new TinyModel()
                .f32("model.embed_tokens.weight", List.of(VOCABULARY, WIDTH), embedding)
                .f32("lm_head.weight", List.of(VOCABULARY, WIDTH), head);
        for (String norm : List.of("model.norm", layer + "input_layernorm", layer + "post_attention_layernorm"))
            model.f32(norm + ".weight", List.of(WIDTH), TinyModel.constant(WIDTH, 1));
        for (String name : List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"))
            model.f32(layer + name + ".weight", List.of(16, WIDTH), new float[16 * WIDTH]);
        model.f32(layer + "self_attn.o_proj.weight", List.of(WIDTH, 16), new float[16 * WIDTH]);
        for (String name : List.of("mlp.gate_proj", "mlp.up_proj"))
            model.f32(layer + name + ".weight", List.of(8, WIDTH), new float[8 * WIDTH]);
        return model.f32(layer + "mlp.down_proj.weight", List.of(WIDTH, 8), new float[8 * WIDTH]);
    }
}
