// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Example.Dialogue;
import dev.lox.lm.data.Example.PlainText;
import dev.lox.lm.data.Preference;
import dev.lox.lm.text.PromptFormat.Raw;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Tokenizer;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows as TRL's trainers encode them; made by oracle/training_rows.py. */
class TrainingGoldenTest {
    @TempDir
    Path folder;

    static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/golden/training/trl.jsonl")))
            cases.add(new JsonMapper().readTree(line));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rows_areTrls(JsonNode golden) throws IOException {
        String family = golden.path("family").asText();
        int maxLength = golden.path("maxLength").asInt(1000);
        try (Tokenizer tokenizer = Models.tokenizer(family)) {
            int end = EndOfText.of(Models.folder(family), tokenizer);
            EncodingSettings settings = golden.path("format").asText().equals("raw")
                    ? Models.settings(tokenizer, new Raw(), end)
                    : Models.chat(tokenizer, folder, family.equals("llama2") ? Models.INST : Models.CHATML, maxLength);
            if (golden.path("kind").asText().equals("pairs")) checkPairs(golden, settings);
            else checkExamples(golden, settings);
        }
    }

    private static void checkPairs(JsonNode golden, EncodingSettings settings) {
        List<Preference> given = new ArrayList<>();
        for (JsonNode pair : golden.path("given"))
            given.add(new Preference(
                    "a",
                    request(pair.get(0)),
                    assistant(pair.get(1).asText()),
                    assistant(pair.get(2).asText())));
        List<PairRow> rows =
                new PreferenceEncoder(settings).encode(given, BadRows.REFUSE).rows();
        assertEquals(golden.path("rows").size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode expected = golden.path("rows").get(i);
            assertArrayEquals(ids(expected.path("prompt")), rows.get(i).prompt());
            assertArrayEquals(ids(expected.path("chosen")), rows.get(i).chosen());
            assertArrayEquals(ids(expected.path("rejected")), rows.get(i).rejected());
        }
    }

    private static void checkExamples(JsonNode golden, EncodingSettings settings) {
        List<Example> given = new ArrayList<>();
        for (JsonNode row : golden.path("given"))
            given.add(example(golden.path("kind").asText(), row));
        List<TokenRow> rows = new ExampleEncoder(settings, LossScope.COMPLETION)
                .encode(given, BadRows.REFUSE)
                .rows();
        assertEquals(golden.path("rows").size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            TokenRow row = rows.get(i);
            assertArrayEquals(ids(golden.path("rows").get(i).path("tokens")), row.tokens());
            assertArrayEquals(
                    ids(golden.path("rows").get(i).path("learned")),
                    IntStream.range(0, row.tokens().length)
                            .filter(t -> row.learned()[t])
                            .toArray());
        }
    }

    private static Example example(String kind, JsonNode row) {
        if (kind.equals("texts")) return new PlainText("a", row.asText());
        if (kind.equals("dialogues")) return new Dialogue("a", turns(row));
        if (row.get(0).isTextual())
            return new Answer("a", request(row.get(0)), row.get(1).asText());
        List<Turn> turns = turns(row);
        int last = turns.size() - 1;
        return new Answer(
                "a", new Conversation(turns.subList(0, last)), turns.get(last).content());
    }

    private static Request request(JsonNode prompt) {
        return prompt.isTextual() ? new Instruction(prompt.asText(), "") : new Conversation(turns(prompt));
    }

    private static List<Turn> turns(JsonNode list) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode turn : list)
            turns.add(new Turn(turn.path("role").asText(), turn.path("content").asText()));
        return turns;
    }

    private static List<Turn> assistant(String text) {
        return List.of(new Turn(Turn.ASSISTANT, text));
    }

    private static int[] ids(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).intValue())
                .toArray();
    }
}
