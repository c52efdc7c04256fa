// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.text.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyFileTest {
    private static final ObjectNode MADE =
            JsonNodeFactory.instance.objectNode().put("model", "a").put("seed", 5L);

    @TempDir
    Path folder;

    private final List<Prompt> prompts = IntStream.range(0, 4)
            .mapToObj(i -> new Prompt("p" + i, new Request.Instruction("Wie heißt das? 🙂 " + i, "")))
            .toList();

    private Path file() {
        return folder.resolve("deep/replies.jsonl");
    }

    private void write(OutputFolder.Existing existing, ObjectNode made, int from, int to) throws IOException {
        try (ReplyFile file = ReplyFile.open(file(), existing, made, prompts)) {
            assertEquals(from, file.present());
            for (int i = from; i < to; i++)
                file.write(new Reply("p" + i, prompts.get(i).text(), "a\n\"b\" ☂ " + i, 3, "stop"));
        }
    }

    @Test
    void file_cutAtAnyByte_isResumedToTheSame() throws IOException {
        write(OutputFolder.Existing.REFUSE, MADE, 0, 4);
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 0; cut <= whole.length; cut += 7) {
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            int lines = 0;
            for (int i = 0; i < cut; i++) if (whole[i] == '\n') lines++;
            write(OutputFolder.Existing.RESUME, MADE, lines, 4);
            assertEquals(new String(whole, java.nio.charset.StandardCharsets.UTF_8), Files.readString(file()));
        }
    }

    @Test
    void file_thatIsThere_isNotTouchedUnasked() throws IOException {
        write(OutputFolder.Existing.REFUSE, MADE, 0, 2);
        refused("is there already", OutputFolder.Existing.REFUSE, MADE);
        refused("seed", OutputFolder.Existing.RESUME, MADE.deepCopy().put("seed", 6));
        assertEquals(2, Files.readAllLines(file()).size());
        write(OutputFolder.Existing.OVERWRITE, MADE, 0, 1);
        assertEquals(1, Files.readAllLines(file()).size());
    }

    @Test
    void replies_toOtherPrompts_areNotGoneOnWith() throws IOException {
        write(OutputFolder.Existing.REFUSE, MADE, 0, 2);
        Files.writeString(file(), Files.readString(file()).replace("\"p1\"", "\"p9\""));
        refused("line 2 does not answer", OutputFolder.Existing.RESUME, MADE);
        Files.delete(ReplyFile.settingsOf(file()));
        refused("cannot be resumed", OutputFolder.Existing.RESUME, MADE);
    }

    private void refused(String words, OutputFolder.Existing existing, ObjectNode made) {
        BadInputException e =
                assertThrows(BadInputException.class, () -> ReplyFile.open(file(), existing, made, prompts));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
