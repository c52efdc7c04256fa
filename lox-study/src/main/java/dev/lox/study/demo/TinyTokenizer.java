// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/** The tokenizer's files. Each word, number and punctuation mark is a token; special tokens mark who speaks. */
final class TinyTokenizer {
    static final int PAD = 0;
    static final int BOS = 1;
    static final int EOS = 4;

    private static final int UNKNOWN = 5;
    private static final List<String> SPECIAL = List.of("<pad>", "<bos>", "<user>", "<asst>", "<eos>", "<unk>");

    /** The tokens, by id. */
    static final List<String> TOKENS =
            Stream.concat(SPECIAL.stream(), Grammar.vocabulary().stream()).toList();

    private static final String CHAT_TEMPLATE = "{{ bos_token }}{% for message in messages %}"
            + "{% if message['role'] == 'assistant' %}{{ '<asst>' + message['content'] + eos_token }}"
            + "{% else %}{{ '<user>' + message['content'] }}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<asst>' }}{% endif %}";

    private static final JsonMapper JSON = new JsonMapper();

    private TinyTokenizer() {}

    /** {@code tokenizer.json}. */
    static ObjectNode tokenizer() {
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
        // Without a decoder, words are joined with spaces.
        tokenizer.putNull("post_processor").putNull("decoder");
        ObjectNode model = tokenizer.putObject("model").put("type", "WordLevel");
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < TOKENS.size(); id++) ids.put(TOKENS.get(id), id);
        model.put("unk_token", SPECIAL.get(UNKNOWN));
        return tokenizer;
    }

    /** {@code tokenizer_config.json}. */
    static ObjectNode config() {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", SPECIAL.get(BOS))
                .put("eos_token", SPECIAL.get(EOS))
                .put("pad_token", SPECIAL.get(PAD))
                .put("unk_token", SPECIAL.get(UNKNOWN))
                .put("clean_up_tokenization_spaces", false)
                .put("model_max_length", TinyLlama.POSITIONS)
                .put("chat_template", CHAT_TEMPLATE);
    }
}
