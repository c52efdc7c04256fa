// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import dev.lox.synthetic.BitFlips;
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

    private void write(OutputFolder.IfExists existing, ObjectNode made, int from, int to) throws IOException {
        try (ReplyFile file = ReplyFile.open(file(), existing, made, prompts)) {
            assertEquals(from, file.present());
            for (int i = from; i < to; i++) file.write(reply(i));
        }
    }

    private Reply reply(int i) {
        return new Reply("p" + i, prompts.get(i).text(), "a\n\"b\" ☂ " + i, 3, Finish.STOP);
    }

    @Test
    void file_cutAtAnyByte_isResumedToTheSame() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 4);
        byte[] whole = Files.readAllBytes(file());
        for (int cut = 0; cut <= whole.length; cut += 7) {
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            int lines = 0;
            for (int i = 0; i < cut; i++) if (whole[i] == '\n') lines++;
            write(OutputFolder.IfExists.RESUME, MADE, lines, 4);
            assertEquals(new String(whole, java.nio.charset.StandardCharsets.UTF_8), Files.readString(file()));
        }
    }

    @Test
    void file_thatIsThere_isNotTouchedUnasked() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 2);
        refused("already exists", OutputFolder.IfExists.REFUSE, MADE);
        refused("seed", OutputFolder.IfExists.RESUME, MADE.deepCopy().put("seed", 6));
        assertEquals(2, Files.readAllLines(file()).size());
        write(OutputFolder.IfExists.OVERWRITE, MADE, 0, 1);
        assertEquals(1, Files.readAllLines(file()).size());
    }

    @Test
    void replies_toOtherPrompts_areNotGoneOnWith() throws IOException {
        try (ReplyFile file = ReplyFile.open(file(), OutputFolder.IfExists.REFUSE, MADE, prompts)) {
            file.write(new Reply("p0", prompts.get(0).text(), "a", 3, Finish.STOP));
            file.write(new Reply("p9", prompts.get(1).text(), "a", 3, Finish.STOP));
        }
        refused("line 2 does not answer", OutputFolder.IfExists.RESUME, MADE);
        Files.delete(ReplyFile.settingsOf(file()));
        refused("cannot be resumed", OutputFolder.IfExists.RESUME, MADE);
    }

    @Test
    void rowsFromADamagedOneOn_areMadeAgain() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 4);
        String whole = Files.readString(file());
        Files.writeString(file(), whole.replace("☂ 2", "☂ 3"));
        write(OutputFolder.IfExists.RESUME, MADE, 2, 4);
        assertEquals(whole, Files.readString(file()));
    }

    @Test
    void flippedBit_isNeverUsed() throws Exception {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 4);
        Path place = file().getParent();
        String whole = Files.readString(file());
        BitFlips.each(300, place, where -> {
            byte[] settings = Files.readAllBytes(ReplyFile.settingsOf(file()));
            try (ReplyFile file = ReplyFile.open(file(), OutputFolder.IfExists.RESUME, MADE, prompts)) {
                for (int i = file.present(); i < 4; i++) file.write(reply(i));
            } catch (InvalidInputException refused) {
                return;
            } finally {
                Files.write(ReplyFile.settingsOf(file()), settings);
            }
            assertEquals(whole, Files.readString(file()), where);
        });
    }

    @Test
    void settings_thatAreDamaged_areRefused() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 2);
        Path settings = ReplyFile.settingsOf(file());
        Files.writeString(settings, Files.readString(settings).replace("\"seed\" : 5", "\"seed\" : 6"));
        refused("is damaged", OutputFolder.IfExists.RESUME, MADE.deepCopy().put("seed", 6));
    }

    @Test
    void file_isLockedWhileItIsWritten() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 2);
        try (ReplyFile file = ReplyFile.open(file(), OutputFolder.IfExists.RESUME, MADE, prompts)) {
            refused("another run is writing here", OutputFolder.IfExists.OVERWRITE, MADE);
            refused("another run is writing here", OutputFolder.IfExists.RESUME, MADE);
        }
    }

    @Test
    void file_thatSomethingElseChanges_isNotTakenForWhole() throws IOException {
        ReplyFile file = ReplyFile.open(file(), OutputFolder.IfExists.REFUSE, MADE, prompts);
        Files.writeString(file(), "more", java.nio.file.StandardOpenOption.APPEND);
        assertTrue(assertThrows(IOException.class, file::close).getMessage().contains("another program"));
    }

    private static List<Prompt> conversation(String system, String role) {
        Request request = new Request.Conversation(
                List.of(new Turn("system", system), new Turn(role, "earlier"), new Turn("user", "last")));
        return List.of(new Prompt("0", request), Prompt.of("1", "next"));
    }

    @Test
    void replies_toTheSameLastTurnOfAnotherConversation_areNotResumed() throws IOException {
        try (ReplyFile file =
                ReplyFile.open(file(), OutputFolder.IfExists.REFUSE, MADE, conversation("be kind", "assistant"))) {
            file.write(new Reply("0", "last", "a", 1, Finish.STOP));
        }
        refused("other prompts", OutputFolder.IfExists.RESUME, MADE, conversation("be rude", "assistant"));
        refused("other prompts", OutputFolder.IfExists.RESUME, MADE, conversation("be kind", "tool"));
        try (ReplyFile file =
                ReplyFile.open(file(), OutputFolder.IfExists.RESUME, MADE, conversation("be kind", "assistant"))) {
            assertEquals(1, file.present());
        }
    }

    @Test
    void instructionAndInput_areNotTakenForOneText() throws IOException {
        List<Prompt> two = List.of(new Prompt("0", new Request.Instruction("a", "b")));
        List<Prompt> one = List.of(new Prompt("0", new Request.Instruction("a\n\nb", "")));
        try (ReplyFile file = ReplyFile.open(file(), OutputFolder.IfExists.REFUSE, MADE, two)) {
            file.write(new Reply("0", "a\n\nb", "a", 1, Finish.STOP));
        }
        refused("other prompts", OutputFolder.IfExists.RESUME, MADE, one);
    }

    @Test
    void run_withMorePrompts_isResumedAndRemembersThem() throws IOException {
        List<Prompt> all =
                List.of(Prompt.of("0", "a"), new Prompt("1", new Request.Instruction("b", "c")), Prompt.of("2", "d"));
        for (int n : new int[] {1, 2})
            try (ReplyFile file = ReplyFile.open(
                    file(),
                    n == 1 ? OutputFolder.IfExists.REFUSE : OutputFolder.IfExists.RESUME,
                    MADE,
                    all.subList(0, n))) {
                file.write(new Reply(all.get(n - 1).id(), all.get(n - 1).text(), "a", 1, Finish.STOP));
            }
        List<Prompt> changed = List.of(all.get(0), Prompt.of("1", "b\n\nc"), all.get(2));
        refused("other prompts", OutputFolder.IfExists.RESUME, MADE, changed);
        refused("begun for 2 prompts", OutputFolder.IfExists.RESUME, MADE, all.subList(0, 1));
    }

    @Test
    void setting_thatOnlyTheEarlierRunHad_isNotOverlooked() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE.deepCopy().put("stop", "."), 0, 2);
        refused("was made with stop \".\", this call has none", OutputFolder.IfExists.RESUME, MADE);
    }

    @Test
    void replies_ofAnEarlierVersion_areRefusedAndNotMisread() throws IOException {
        write(OutputFolder.IfExists.REFUSE, MADE, 0, 2);
        Files.writeString(ReplyFile.settingsOf(file()), "{\"model\": \"a\", \"seed\": 5}");
        refused("earlier version", OutputFolder.IfExists.RESUME, MADE);
    }

    private void refused(String words, OutputFolder.IfExists existing, ObjectNode made) {
        refused(words, existing, made, prompts);
    }

    private void refused(String words, OutputFolder.IfExists existing, ObjectNode made, List<Prompt> asked) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> ReplyFile.open(file(), existing, made, asked));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
