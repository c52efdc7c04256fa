// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tiny tokenizers and chat templates, and rows of theirs. */
final class Models {
    static final String CHATML = """
            {% for m in messages %}<|im_start|>{{ m.role }}
            {{ m.content }}<|im_end|>
            {% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
            {% endif %}""";
    /** In the manner of Llama 2: its own beginning and end, no generation prompt, a space before the reply. */
    static final String INST = "{% for m in messages %}{% if m.role == 'user' %}<s>[INST] {{ m.content }} [/INST]"
            + "{% else %} {{ m.content }} </s>{% endif %}{% endfor %}";

    /** Leaves reasoning out of all turns but the last. */
    static final String FORGETTING = "{% for m in messages %}{{ m.role }}: "
            + "{{ m.content if loop.last else m.content.split('=')[-1] }}\n{% endfor %}"
            + "{% if add_generation_prompt %}assistant: {% endif %}";

    private Models() {}

    static Path folder(String family) {
        return Path.of("src/test/resources/tokenizers", family);
    }

    static Tokenizer tokenizer(String family) {
        try {
            return Tokenizer.open(folder(family));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EncodingSettings settings(Tokenizer tokenizer, PromptFormat format, int end) {
        return new EncodingSettings(tokenizer, format, Optional.empty(), end, 1 << 20, tokenizer.vocabularySize());
    }

    static EncodingSettings chat(Tokenizer tokenizer, Path folder, String template, int maxLength) throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), template);
        ChatTemplate chat = ChatTemplate.open(folder).orElseThrow();
        return new EncodingSettings(
                tokenizer,
                new PromptFormat.Chat(chat::opening),
                Optional.of(chat),
                0,
                maxLength,
                tokenizer.vocabularySize());
    }

    static int[] learned(TokenRow row) {
        return IntStream.range(0, row.tokens().length)
                .filter(i -> row.learned()[i])
                .map(i -> row.tokens()[i])
                .toArray();
    }

    static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    /** The text behind the head line. */
    static String masked(TokenRow row, Tokenizer tokenizer) {
        String text = MaskedText.of(row, tokenizer);
        return text.substring(text.indexOf('\n') + 1);
    }
}
