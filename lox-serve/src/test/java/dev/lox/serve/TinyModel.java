// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.reply.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A tiny random model with a tokenizer of 64 tokens: bytes, among them those of é, € and 😀, of which it makes broken
 * text as often as not, and two special tokens.
 */
final class TinyModel {
    private static final Path WEIGHTS = Path.of("../lox-lm/src/test/resources/golden/models/llama");
    static final String TEMPLATE = "{% for m in messages %}"
            + "{% if m.content == 'refuse me' %}{{ raise_exception('not for me') }}{% endif %}<|turn|>{{ m.role }}: {{ m.content }}<|end|>{% endfor %}"
            + "{% if add_generation_prompt %}<|turn|>assistant: {% endif %}";

    private TinyModel() {}

    static Path write(Path folder, boolean template) throws IOException {
        for (String name : List.of("config.json", "model.safetensors"))
            Files.copy(WEIGHTS.resolve(name), folder.resolve(name));
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer().toString());
        if (template) Files.writeString(folder.resolve("chat_template.jinja"), TEMPLATE);
        return folder;
    }

    static LanguageModel open(Path folder, boolean template) throws IOException {
        return LanguageModel.open(write(folder, template), LoadOptions.DEFAULT);
    }

    private static ObjectNode tokenizer() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        json.putNull("truncation").putNull("padding").putNull("normalizer").putNull("post_processor");
        int id = 0;
        for (String special : List.of("<|turn|>", "<|pad|>", "<|end|>"))
            json.withArray("added_tokens")
                    .addObject()
                    .put("id", id++)
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        for (String part : List.of("pre_tokenizer", "decoder"))
            json.putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", true);
        ObjectNode model = json.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix").put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        // Bytes as byte-level tokenizers spell them: Ġ is a space, Ċ a line's end, ÃŤ begins é.
        String bytes = "abcdefghijklmnopqrstuvwxyzĠĊ.,:?!0123456789ABCDEÃ©âĤ¬ðŁĺĢ";
        for (String b : bytes.split("")) vocabulary.put(b, id++);
        for (String pair : List.of("t h", "h e", "e r", "Ġ a")) {
            vocabulary.put(pair.replace(" ", ""), id++);
            model.withArray("merges").add(pair);
        }
        while (id < 64) vocabulary.put("ABCDE".charAt(id % 5) + "" + id, id++);
        return json;
    }
}
