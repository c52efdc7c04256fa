// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.reply.Reply;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenRepliesTest {
    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("given.jsonl"), content);
    }

    private List<Reply> read(String content) throws IOException {
        return GivenReplies.read(file(content), OptionalInt.empty(), Safety.UNSAFE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "response", "completion", "output", "generation"})
    void reply_mayHaveEachOfTheUsualNames(String name) throws IOException {
        List<Reply> replies =
                read("{\"prompt\": \"a\", \"" + name + "\": \"b\"}\n{\"prompt\": \"c\", \"" + name + "\": \"\"}\n");
        assertEquals(List.of(new Reply("0", "a", "b", 0, null), new Reply("1", "c", "", 0, null)), replies);
    }

    @Test
    void ownReplies_keepTheirIds() throws IOException {
        assertEquals(
                new Reply("x7", "a", "b", 12, Finish.LENGTH),
                read("{\"id\":\"x7\",\"prompt\":\"a\",\"reply\":\"b\",\"tokens\":12,\"finish\":\"length\"}\n")
                        .get(0));
    }

    @Test
    void requests_areKnown_whereTheRowHasThem() throws IOException {
        String digest = new Request.Conversation(List.of(new Turn("system", "s"), new Turn("user", "a"))).digest();
        List<Reply> replies = read("{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                + "{\"role\":\"user\",\"content\":\"a\"}],\"reply\":\"b\"}\n"
                + "{\"prompt\":\"a\",\"reply\":\"b\",\"request_sha256\":\"" + digest + "\"}\n"
                + "{\"prompt\":\"a\",\"reply\":\"b\"}\n");
        assertEquals(digest, replies.get(0).requestDigest());
        assertEquals(digest, replies.get(1).requestDigest());
        assertNull(replies.get(2).requestDigest());
        assertEquals(
                Prompt.of("0", "a").request().digest(),
                new Request.Conversation(List.of(new Turn("user", "a"))).digest());
    }

    @Test
    void rowWithoutReply_isRefused() {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> read("{\"prompt\": \"a\", \"reply\": null}\n"));
        assertTrue(e.getMessage().contains("line 1: no column holds a reply"), e.getMessage());
    }

    @Test
    void problems_meetTheirReplies() throws IOException {
        Path file = Files.writeString(
                folder.resolve("problems.jsonl"),
                "{\"question\":\"1+1?\",\"answer\":\"one and one\\n#### 2\"}\n"
                        + "{\"question\":\"1000+1?\",\"answer\":\"#### 1,001\"}\n");
        MathProblems problems = MathProblems.read(List.of(file), OptionalInt.empty());
        assertEquals(List.of(new BigDecimal(2), new BigDecimal(1001)), problems.answers());
        Reply second = new Reply("b", "1000+1?", "1001", 0, null);
        Reply first = new Reply("a", "1+1?", "3", 0, null);
        List<Sample> samples = problems.samples(List.of(second, first));
        assertEquals(List.of(first, second), samples.stream().map(Sample::reply).toList());
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> problems.samples(List.of(first)));
        assertEquals("problem 1 has no reply", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"question\":\"1+1?\"}", "{\"question\":\"1+1?\",\"answer\":\"two\"}"})
    void problemWithoutNumber_isRefused(String row) throws IOException {
        Path file = file(row + "\n");
        assertThrows(InvalidInputException.class, () -> MathProblems.read(List.of(file), OptionalInt.empty()));
    }
}
