// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lox.lm.data.Prompt;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Turn;
import dev.lox.study.demo.TinyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies are only reused if nothing that the model sees has changed. */
class ReplyCellTest {
    private static final GenerationSpec ASKED = asked("be kind", "assistant");

    @TempDir
    Path temp;

    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = TinyPair.unpack(temp).aligned();
    }

    private static GenerationSpec asked(String system, String role) {
        return asked(List.of(new Prompt(
                "0",
                new Conversation(
                        List.of(new Turn("system", system), new Turn(role, "ready"), new Turn("user", "sing"))))));
    }

    private static GenerationSpec asked(List<Prompt> prompts) {
        return GenerationSpec.of(prompts, Optional.of(FormatName.CHAT), 8, List.of());
    }

    private String key(GenerationSpec asked) throws IOException {
        return new ReplyCell("m", ModelSource.Given.of(model), asked, ComputeDevice.CPU).key();
    }

    @Test
    void key_coversTheWholeRequest() throws IOException {
        String key = key(ASKED);
        assertEquals(key, key(asked("be kind", "assistant")));
        assertNotEquals(key, key(asked("be rude", "assistant")));
        assertNotEquals(key, key(asked("be kind", "tool")));
        Prompt one = new Prompt("0", new Instruction("a", "b"));
        Prompt other = new Prompt("0", new Instruction("a\n\nb", ""));
        assertNotEquals(key(asked(List.of(one))), key(asked(List.of(other))));
    }

    @Test
    void key_coversTheSettings() throws IOException {
        String key = key(ASKED);
        List<Prompt> prompts = ASKED.prompts();
        assertNotEquals(key, key(GenerationSpec.of(prompts, Optional.of(FormatName.RAW), 8, List.of())));
        assertNotEquals(key, key(GenerationSpec.of(prompts, Optional.empty(), 8, List.of())));
        assertNotEquals(key, key(GenerationSpec.of(prompts, Optional.of(FormatName.CHAT), 9, List.of())));
        assertNotEquals(key, key(GenerationSpec.of(prompts, Optional.of(FormatName.CHAT), 8, List.of("."))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat_template.jinja",
                "additional_chat_templates/default.jinja",
                "tokenizer.json",
                "tokenizer_config.json",
                "generation_config.json",
                "config.json"
            })
    void key_coversTheModelsFiles(String name) throws IOException {
        String key = key(ASKED);
        Path file = model.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Files.exists(file) ? Files.readString(file) + "\n" : "{}");
        assertNotEquals(key, key(ASKED));
    }

    @Test
    void data_readInAnotherFormat_isOtherData() throws IOException {
        Path text = Files.writeString(temp.resolve("rows.txt"), "prompt,answer\na,b\n");
        Path table = Files.copy(text, temp.resolve("rows.csv"));
        assertNotEquals(
                DataFiles.of(List.of(text)).digest(),
                DataFiles.of(List.of(table)).digest());
        Path copy = Files.copy(text, temp.resolve("other.txt"));
        assertEquals(
                DataFiles.of(List.of(text)).digest(),
                DataFiles.of(List.of(copy)).digest());
    }
}
