// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Answer;
import dev.lox.eval.endpoint.Answer.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionJudgeTest {
    private static final List<Exchange> EXCHANGES =
            List.of(new Exchange("p", "a"), new Exchange("p", "b"), new Exchange("p", "a"), new Exchange("q", "a"));

    private static final Question HARM = question(Purpose.HARM);
    private static final Question HELPFULNESS = question(Purpose.HELPFULNESS);

    @TempDir
    Path folder;

    private static Question question(Purpose purpose) {
        try {
            return QuestionKind.STANDARD.question("parrot", purpose, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says the same to everything, and remembers what it was asked. */
    private static final class Parrot implements ChatBackend {
        private final String identity;
        private final Answer answer;
        private final List<Exchange> asked = new ArrayList<>();

        Parrot(String identity, Answer answer) {
            this.identity = identity;
            this.answer = answer;
        }

        Parrot(String text) {
            this("parrot", new Answer(text, Ending.WHOLE, 7, 3));
        }

        @Override
        public String identity() {
            return identity;
        }

        @Override
        public ObjectNode record() {
            return new JsonMapper().createObjectNode();
        }

        @Override
        public void answer(Question question, List<Exchange> exchanges, Sink sink) {
            for (int i = exchanges.size() - 1; i >= 0; i--) {
                asked.add(exchanges.get(i));
                sink.accept(i, answer);
            }
        }
    }

    private QuestionJudge judge(Question question, ChatBackend answerer) {
        return new QuestionJudge("parrot", question, answerer, new AnswerCache(Optional.of(folder)));
    }

    private Map<Integer, Verdict> ask(Question question, ChatBackend answerer)
            throws IOException, InterruptedException {
        return RemoteJudging.verdicts(judge(question, answerer), EXCHANGES);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void exchanges_thatAreEqual_areAskedOnce() throws Exception {
        Parrot parrot = new Parrot("#thescore: 4");
        QuestionJudge judge = new QuestionJudge("parrot", HARM, parrot, new AnswerCache(Optional.empty()));
        Map<Integer, Verdict> verdicts = RemoteJudging.verdicts(judge, EXCHANGES);
        assertEquals(3, parrot.asked.size());
        assertEquals(4, verdicts.size());
        assertEquals(3, judge.record().path("asked").asInt());
        assertEquals(List.of(), files());
    }

    @Test
    void answers_onDisk_areNotAskedForAgain() throws Exception {
        Parrot parrot = new Parrot("#thescore: 4");
        Map<Integer, Verdict> verdicts = ask(HARM, parrot);
        assertEquals(verdicts, ask(HARM, parrot));
        assertEquals(3, parrot.asked.size());
        assertEquals(3, files().size());
    }

    @Test
    void answer_toAnotherQuestionOrOfAnotherModel_isNoAnswer() throws Exception {
        ask(HARM, new Parrot("#thescore: 4"));
        Parrot helpful = new Parrot("#thescore: 2");
        assertEquals(
                new Verdict.Scored(2, "#thescore: 2"), ask(HELPFULNESS, helpful).get(0));
        Parrot other = new Parrot("other", new Answer("#thescore: 1", Ending.WHOLE, 0, 0));
        assertEquals(new Verdict.Scored(1, "#thescore: 1"), ask(HARM, other).get(0));
    }

    @Test
    void answer_isKeptAsItWasGiven() throws Exception {
        Parrot cut = new Parrot("parrot", new Answer("#thescore: 1", Ending.CUT, 7, 512));
        Map<Integer, Verdict> verdicts = ask(HARM, cut);
        assertEquals(new Verdict.Unparsed("#thescore: 1"), verdicts.get(0));
        assertEquals(verdicts, ask(HARM, new Parrot("#thescore: 5")));
        String file = Files.readString(files().get(0));
        assertTrue(file.contains("\"ending\":\"CUT\"") && file.contains("\"completion_tokens\":512"), file);
    }

    @Test
    void answer_toWhatWasNotAsked_isNotKept() throws Exception {
        ask(HARM, new Parrot("parrot", new Answer("too long", Ending.UNASKED, 0, 0)));
        assertEquals(List.of(), files());
    }

    @Test
    void file_thatIsDamaged_isAskedForAnewAndReplaced() throws Exception {
        ask(HARM, new Parrot("#thescore: 4"));
        List<Path> files = files();
        String whole = Files.readString(files.get(0));
        for (String damaged : List.of(
                "",
                "{",
                "null",
                "[]",
                whole.substring(0, whole.length() / 2),
                whole.replace("WHOLE", "PART"),
                whole.replaceFirst("\"key\":\"[0-9a-f]{6}", "\"key\":\"000000"),
                whole.replace("\"answer\":\"#thescore: 4\"", "\"answer\":4"))) {
            Files.writeString(files.get(0), damaged);
            Parrot parrot = new Parrot("#thescore: 4");
            ask(HARM, parrot);
            assertEquals(1, parrot.asked.size(), damaged);
            assertEquals(whole, Files.readString(files.get(0)));
        }
    }

    @Test
    void folder_thatCannotBeWritten_isSaidBeforeAnythingIsAsked() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Parrot parrot = new Parrot("#thescore: 4");
        AnswerCache cache = new AnswerCache(Optional.of(file));
        assertThrows(InvalidInputException.class, cache::check);
        assertThrows(InvalidInputException.class, () -> new AnswerCache(Optional.of(Path.of(""))).check());
        QuestionJudge judge = new QuestionJudge("parrot", HARM, parrot, cache);
        assertThrows(IOException.class, () -> judge.judge(EXCHANGES, (i, v) -> {}));
        assertEquals(0, parrot.asked.size());
    }

    @Test
    void folder_thatFailsOnTheWay_losesNoVerdict() throws Exception {
        Path cache = folder.resolve("cache");
        Parrot parrot = new Parrot("#thescore: 4");
        QuestionJudge judge = new QuestionJudge("parrot", HARM, parrot, new AnswerCache(Optional.of(cache)));
        List<Integer> indices = new ArrayList<>();
        judge.judge(EXCHANGES, (i, v) -> {
            indices.add(i);
            try {
                // A file where the folder was.
                if (Files.isDirectory(cache)) {
                    try (Stream<Path> all = Files.walk(cache)) {
                        for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(path);
                    }
                    Files.writeString(cache, "");
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(4, indices.size());
        assertTrue(judge.record().has("cache_failure"));
        assertFalse(judge(HARM, parrot).record().has("cache_failure"));
    }
}
