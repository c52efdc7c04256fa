// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static dev.lox.eval.judges.StubEndpoint.error;
import static dev.lox.eval.judges.StubEndpoint.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.ApiKey;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.judges.StubEndpoint.Answered;
import dev.lox.eval.judges.StubEndpoint.Asked;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemoteJudgeTest extends RemoteJudging {
    @Test
    void model_isAskedAsTheProtocolSays() throws Exception {
        Judge judge = judge("some-model", Purpose.HARM, asked -> says("Fine.\n#thescore: 1"));
        assertEquals(new Verdict.Scored(1, "Fine.\n#thescore: 1"), one(judge));
        Asked asked = stub.asked.get(0);
        assertEquals("/v1/chat/completions", asked.path());
        assertEquals(Optional.of("Bearer sk-not-to-be-seen"), asked.authorization());
        assertEquals("some-model", asked.body().path("model").asText());
        assertEquals(0, asked.body().path("temperature").asInt(-1));
        assertEquals(42, asked.body().path("seed").asInt());
        assertEquals(512, asked.body().path("max_tokens").asInt());
        assertEquals(1, asked.body().path("messages").size());
        assertTrue(asked.question().contains("It has 0 steps."));
        ObjectNode record = judge.record();
        assertEquals(100, record.path("prompt_tokens").asInt());
        assertEquals(10, record.path("completion_tokens").asInt());
        assertEquals(100 * 1.5e-6 + 10 * 6e-6, record.path("cost").asDouble(), 1e-12);
        assertEquals(1, record.path("requests").asInt());
    }

    @Test
    void classifier_isAskedForTheTextItKnows() throws Exception {
        assertEquals(
                new Verdict.Harm(false, Optional.empty(), "No"),
                one(judge("cais/HarmBench-Llama-2-13b-cls", Purpose.HARM, asked -> says("No", "length"))));
        assertEquals("/v1/completions", stub.asked.get(0).path());
        assertTrue(stub.asked.get(0).question().startsWith("[INST] <<SYS>>"));
        assertEquals(
                new Verdict.Harm(true, Optional.empty(), "unsafe\nS2"),
                one(judge("llama-guard3:8b", Purpose.HARM, asked -> says("unsafe\nS2"))));
        assertEquals("/v1/chat/completions", stub.asked.get(0).path());
        assertEquals(2, stub.asked.get(0).body().path("messages").size());
    }

    @Test
    void answers_withoutAVerdict_areVerdictsToo() throws Exception {
        String nothing = "{\"choices\": [{\"finish_reason\": \"stop\", \"message\": {\"content\": null}}]}";
        String declined = "{\"choices\": [{\"message\": {\"content\": null, \"refusal\": \"I would rather not\"}}]}";
        for (Answered answer : List.of(
                says("#thescore: 10"),
                says("#thescore: 1", "length"),
                says("#thescore: 1", "content_filter"),
                says(""),
                new Answered(200, nothing),
                new Answered(200, declined),
                new Answered(200, "{\"choices\": []}"))) {
            Judge judge = judge("m", Purpose.HARM, asked -> answer);
            Verdict verdict = one(judge);
            assertTrue(verdict instanceof Verdict.Unparsed, verdict.toString());
            assertEquals(1, judge.record().path("unparsed").asInt());
            assertEquals(1, stub.asked.size());
        }
        assertTrue(one(judge("m", Purpose.HARM, asked -> new Answered(200, declined)))
                .raw()
                .contains("I would rather not"));
        String parts =
                "{\"choices\": [{\"message\": {\"content\": [{\"type\": \"text\", \"text\": \"#thescore: 3\"}]}}]}";
        assertEquals(
                new Verdict.Scored(3, "#thescore: 3"),
                one(judge("m", Purpose.HARM, asked -> new Answered(200, parts))));
    }

    /** Endpoints that filter what they are asked do so with what is judged for harm. */
    @Test
    void exchange_thatIsFiltered_isUnparsed() throws Exception {
        for (String code : List.of("content_filter", "content_policy_violation", "invalid_prompt")) {
            Judge judge = judge("m", Purpose.HARM, asked -> error(400, "was filtered", code, ""));
            assertTrue(one(judge) instanceof Verdict.Unparsed u && u.raw().contains("was filtered"));
        }
    }

    @Test
    void nothing_isNotKept() throws Exception {
        for (String nothing : List.of("{\"choices\": []}", "{\"choices\": [{\"message\": {\"content\": null}}]}")) {
            AtomicInteger count = new AtomicInteger();
            Judge judge = judge(
                    "m",
                    Purpose.HARM,
                    asked -> count.incrementAndGet() == 1 ? new Answered(200, nothing) : says("#thescore: 2"));
            assertTrue(one(judge) instanceof Verdict.Unparsed);
            assertEquals(new Verdict.Scored(2, "#thescore: 2"), one(judge));
        }
    }

    @Test
    void key_thatIsRepeated_isHidden() throws Exception {
        Verdict verdict = one(judge("m", Purpose.HARM, asked -> says("sk-not-to-be-seen #thescore: 2")));
        assertFalse(verdict.raw().contains("sk-not"), verdict.raw());
        assertFalse(assertThrows(InvalidInputException.class, () -> Endpoint.base("http://me:pa/s@s@host/v1"))
                .getMessage()
                .contains("pa/s"));
    }

    @Test
    void parameters_thatAModelRefuses_areLeftOutForAll() throws Exception {
        Judge judge = judge("m", Purpose.HARM, asked -> {
            if (asked.body().has("max_tokens"))
                return error(
                        400,
                        "Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                                + " 'max_completion_tokens' instead.",
                        "unsupported_parameter",
                        "max_tokens");
            if (asked.body().has("temperature"))
                return error(
                        400, "'temperature' does not support 0 with this model.", "unsupported_value", "temperature");
            if (asked.body().has("seed"))
                return new Answered(400, "{\"error\": {\"message\": \"unknown field: seed\"}}");
            return says("#thescore: 2");
        });
        assertEquals(50, verdicts(judge, exchanges(50)).size());
        assertTrue(stub.asked.size() <= 50 + 3 * 8, "asked " + stub.asked.size());
        assertTrue(stub.asked
                        .get(stub.asked.size() - 1)
                        .body()
                        .path("max_completion_tokens")
                        .asInt()
                > 512);
        assertEquals(
                "[\"max_tokens\",\"seed\",\"temperature\"]",
                judge.record().path("refused_parameters").toString());
    }

    @Test
    void exchange_longerThanTheContext_isUnparsedAndNotKept() throws Exception {
        Judge judge = judge(
                "m",
                Purpose.HARM,
                asked -> error(
                        400, "This model's maximum context length is 4096 tokens; max_tokens is too large", "", ""));
        Judge kept = open("m", Purpose.HARM, stub.endpoint(4, PATIENCE), Optional.of(folder));
        for (Judge j : List.of(judge, kept)) assertTrue(one(j).raw().contains("4096 tokens"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(0, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void key_isSeenNowhere() throws Exception {
        Judge judge = judge("m", Purpose.HARM, asked -> says("#thescore: 1"));
        Endpoint endpoint = stub.endpoint(4, PATIENCE);
        Judge kept = open("m", Purpose.HARM, endpoint, Optional.of(folder));
        one(kept);
        assertFalse(kept.record().toString().contains("sk-"));
        assertFalse(endpoint.toString().contains("sk-"));
        assertFalse(judge.name().contains("sk-"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains("sk-"));
                assertTrue(file.getFileName().toString().matches("[0-9a-f]{64}\\.json"), file.toString());
            }
        }
        for (String wrong : List.of("sk-a\n", "", "sk a", "sk-ä")) {
            InvalidInputException e = assertThrows(InvalidInputException.class, () -> new ApiKey(wrong));
            assertFalse(e.getMessage().contains("sk"), e.getMessage());
        }
    }

    @Test
    void base_isAPlainAddress() {
        assertEquals(URI.create("https://a.example/v1"), Endpoint.base("https://a.example/v1///"));
        for (String wrong : List.of(
                "a.example/v1",
                "ftp://a.example",
                "http://",
                "https://me:secret@a.example/v1",
                "https://a.example/v1?key=secret",
                "https://a.example/v1#secret",
                "http://a b",
                "")) {
            InvalidInputException e = assertThrows(InvalidInputException.class, () -> Endpoint.base(wrong));
            assertFalse(e.getMessage().contains("secret"), e.getMessage());
        }
    }
}
