// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromptDigestTest {
    private static Turn turn(String role, String content) {
        return new Turn(role, content);
    }

    /** All end with the same text, so a digest of what people see would not tell them apart. */
    @Test
    void requests_thatAModelSeesDifferently_haveDifferentDigests() {
        List<Request> requests = List.of(
                new Instruction("a", "b"),
                new Instruction("a\n\nb", ""),
                new Instruction("", "a\n\nb"),
                new Conversation(List.of(turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("tool", "a\n\nb"))),
                new Conversation(List.of(turn("system", "be kind"), turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("system", "be rude"), turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("user", "be rude"), turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("user", "x"), turn("assistant", "y"), turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("user", "x"), turn("assistant", "z"), turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("user", "xa"), turn("ssistant", "y"), turn("user", "a\n\nb"))),
                new Conversation(List.of(turn("user", ""), turn("user", ""), turn("user", "a\n\nb"))));
        Set<String> digests = new HashSet<>();
        for (Request request : requests) digests.add(Prompts.digest(List.of(new Prompt("0", request))));
        assertEquals(requests.size(), digests.size());
    }

    @Test
    void lists_cutDifferently_haveDifferentDigests() {
        List<List<Prompt>> lists = List.of(
                List.of(),
                List.of(Prompt.of("1", "ab")),
                List.of(Prompt.of("2", "ab")),
                List.of(Prompt.of("1", "ab"), Prompt.of("2", "ab")),
                List.of(Prompt.of("2", "ab"), Prompt.of("1", "ab")),
                List.of(Prompt.of("1a", "b")));
        Set<String> digests = new HashSet<>();
        for (List<Prompt> prompts : lists) digests.add(Prompts.digest(prompts));
        assertEquals(lists.size(), digests.size());
    }
}
