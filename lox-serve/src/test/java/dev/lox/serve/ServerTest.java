// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.reply.BatchGenerator;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.Reply;
import dev.lox.lm.reply.ReplySettings;
import dev.lox.lm.text.Request;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
    private static final Batching BATCHING = new Batching(16, 1 << 26);

    @TempDir
    static Path folder;

    private static LanguageModel model;
    private static Server server;
    private static Http http;

    @BeforeAll
    static void start() throws IOException {
        model = TinyModel.open(folder, true);
        server = Server.start(
                model,
                new ServeSettings(
                        "127.0.0.1", 0, "tiny", Optional.empty(), BATCHING, 10_000, 64, Duration.ofSeconds(5)),
                System.err::println);
        http = new Http(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
        model.close();
    }

    private static String replied(FormatName format, String text, int tokens, List<String> stops) {
        List<Reply> replies = new ArrayList<>();
        new BatchGenerator(
                        model,
                        format,
                        new ReplySettings(tokens, Sampling.GREEDY, stops, BATCHING),
                        List.of(new Prompt("0", new Request.Instruction(text, ""))))
                .answer(0, replies::add, (done, all, n) -> {});
        return replies.get(0).reply();
    }

    @Test
    void health_ofAServer_isOk() {
        Http plain = new Http(server.url().replace("/v1", ""));
        assertEquals("ok", plain.get("/health").json().path("status").asText());
    }

    @Test
    void models_areTheOneThatIsServed() {
        JsonNode list = http.get("/models").json();
        assertEquals("tiny", list.at("/data/0/id").asText());
        assertEquals(128, list.at("/data/0/max_model_len").asInt());
        assertEquals("tiny", http.get("/models/tiny").json().path("id").asText());
        assertEquals(404, http.get("/models/other").status());
    }

    @Test
    void greedyCompletion_equalsTheRepliersOne() {
        for (String prompt : List.of("the weather", "a", "where? é € 😀")) {
            Http.Reply reply = http.complete("'prompt': '" + prompt + "', 'temperature': 0, 'max_tokens': 40");
            assertEquals(
                    replied(FormatName.RAW, prompt, 40, List.of()),
                    reply.choice().path("text").asText());
        }
    }

    @Test
    void greedyChat_equalsTheRepliersOne() {
        JsonNode json = http.chat(
                        "'messages': [{'role': 'user', 'content': 'name a place'}], 'temperature': 0, 'max_tokens': 30")
                .json();
        assertEquals(
                replied(FormatName.CHAT, "name a place", 30, List.of()),
                json.at("/choices/0/message/content").asText());
        assertEquals("chat.completion", json.path("object").asText());
        assertEquals(
                json.at("/usage/total_tokens").asInt(),
                json.at("/usage/prompt_tokens").asInt()
                        + json.at("/usage/completion_tokens").asInt());
        String parts = "'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'name a place'}]}]";
        assertEquals(
                json.at("/choices/0/message/content"),
                http.chat(parts + ", 'temperature': 0, 'max_completion_tokens': 30")
                        .json()
                        .at("/choices/0/message/content"));
    }

    @Test
    void chatWithoutMaxTokens_fillsTheContext() {
        JsonNode json = http.chat("'messages': [{'role': 'user', 'content': 'go'}], 'seed': 3")
                .json();
        String finish = json.at("/choices/0/finish_reason").asText();
        int total = json.at("/usage/total_tokens").asInt();
        assertTrue(finish.equals("stop") || total == 128, json.toString());
        assertEquals(
                16,
                http.complete("'prompt': 'go', 'temperature': 0")
                        .json()
                        .at("/usage/completion_tokens")
                        .asInt());
    }

    @Test
    void concurrentRequests_giveTheSameTextAsAlone() {
        List<String> bodies = IntStream.range(0, 24)
                .mapToObj(i -> "'prompt': '" + "ab the".substring(i % 6) + "', 'max_tokens': " + (5 + i) + ", 'seed': "
                        + i + (i % 2 == 0 ? ", 'temperature': 0" : ", 'temperature': 0.8"))
                .toList();
        List<String> alone = bodies.stream()
                .map(b -> http.complete(b).choice().path("text").asText())
                .toList();
        List<String> together = bodies.parallelStream()
                .map(b -> http.complete(b).choice().path("text").asText())
                .toList();
        assertEquals(alone, together);
    }

    @Test
    void streams_joinToTheTextWithoutStream() {
        for (String more : List.of("", ", 'stop': ['a', 'zz9']", ", 'n': 3", ", 'echo': true, 'logprobs': 1")) {
            String fields = "'prompt': 'the', 'seed': 5, 'temperature': 1.5, 'max_tokens': 50" + more;
            JsonNode whole = http.complete(fields).json();
            for (JsonNode choice : whole.path("choices")) {
                StringBuilder text = new StringBuilder();
                StringBuilder finish = new StringBuilder();
                List<String> tokens = new ArrayList<>();
                for (JsonNode event : Http.events(http.complete(fields + ", 'stream': true"))) {
                    JsonNode piece = event.at("/choices/0");
                    if (piece.path("index").asInt() != choice.path("index").asInt()) continue;
                    text.append(piece.path("text").asText());
                    if (!piece.path("finish_reason").isNull())
                        finish.append(piece.path("finish_reason").asText());
                    piece.at("/logprobs/tokens").forEach(t -> tokens.add(t.asText()));
                }
                assertEquals(choice.path("text").asText(), text.toString());
                assertEquals(choice.path("finish_reason").asText(), finish.toString());
                assertEquals(choice.at("/logprobs/tokens").size(), tokens.size());
            }
        }
    }

    @Test
    void chatStream_beginsWithTheRole_andEndsWithUsage() {
        String fields = "'messages': [{'role': 'user', 'content': 'hi'}], 'temperature': 0, 'max_tokens': 20";
        List<JsonNode> events =
                Http.events(http.chat(fields + ", 'stream': true, 'stream_options': {'include_usage': true}"));
        assertEquals("assistant", events.get(0).at("/choices/0/delta/role").asText());
        StringBuilder text = new StringBuilder();
        events.forEach(e -> text.append(e.at("/choices/0/delta/content").asText()));
        JsonNode whole = http.chat(fields).json();
        assertEquals(whole.at("/choices/0/message/content").asText(), text.toString());
        JsonNode last = events.get(events.size() - 1);
        assertEquals(0, last.path("choices").size());
        assertEquals(whole.path("usage"), last.path("usage"));
    }

    @Test
    void stopText_endsTheAnswer_andIsNotPartOfIt() {
        String free = replied(FormatName.RAW, "the", 40, List.of());
        String stop = free.substring(free.length() / 2, free.length() / 2 + 2);
        JsonNode choice = http.complete("'prompt': 'the', 'temperature': 0, 'max_tokens': 40, 'stop': " + quoted(stop))
                .choice();
        assertEquals(free.substring(0, free.indexOf(stop)), choice.path("text").asText());
        assertEquals("stop", choice.path("finish_reason").asText());
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    @Test
    void echoWithLogprobs_scoresThePrompt_asTheModelDoes() {
        int[] prompt = {5, 9, 30, 12, 7, 11};
        float[] expected = model.lm().logProbabilities(List.of(prompt))[0];
        for (String tokens : List.of("0", "1", "3")) {
            JsonNode choice = http.complete("'prompt': [5, 9, 30, 12, 7, 11], 'echo': true, 'logprobs': 2,"
                            + " 'temperature': 0, 'max_tokens': " + tokens)
                    .choice();
            JsonNode values = choice.at("/logprobs/token_logprobs");
            assertTrue(values.get(0).isNull());
            for (int i = 0; i < expected.length; i++)
                assertEquals(expected[i], values.get(i + 1).floatValue(), 1e-4);
            assertEquals(6 + Integer.parseInt(tokens), values.size());
            assertEquals(values.size(), choice.at("/logprobs/top_logprobs").size());
            assertEquals(values.size(), choice.at("/logprobs/text_offset").size());
            // What was chosen greedily is the likeliest, whether the engine chose it or the scores say so.
            for (int i = 6; i < values.size(); i++) {
                double best = Double.NEGATIVE_INFINITY;
                for (JsonNode v : choice.at("/logprobs/top_logprobs/" + i)) best = Math.max(best, v.doubleValue());
                assertEquals(best, values.get(i).doubleValue(), 1e-4);
            }
        }
        JsonNode one = http.complete(
                        "'prompt': [5, 9, 30], 'echo': true, 'logprobs': 1, 'temperature': 0," + " 'max_tokens': 1")
                .choice();
        JsonNode two = http.complete(
                        "'prompt': [5, 9, 30], 'echo': true, 'logprobs': 1, 'temperature': 0," + " 'max_tokens': 2")
                .choice();
        assertEquals(one.at("/logprobs/tokens/3"), two.at("/logprobs/tokens/3"));
        assertEquals(
                one.at("/logprobs/token_logprobs/3").doubleValue(),
                two.at("/logprobs/token_logprobs/3").doubleValue(),
                1e-4);
    }

    @Test
    void partsOfCharacters_areNamedApart_andStandWhereTheirCharacterDoes() {
        JsonNode choice = http.complete("'prompt': 'aé€ b', 'echo': true, 'logprobs': 3, 'max_tokens': 0")
                .choice();
        assertEquals("aé€ b", choice.path("text").asText());
        assertEquals("[0,1,1,2,2,2,3,4]", choice.at("/logprobs/text_offset").toString());
        JsonNode tokens = choice.at("/logprobs/tokens");
        assertEquals(8, tokens.size());
        assertEquals(
                6,
                Set.of(
                                "a",
                                tokens.get(1).asText(),
                                tokens.get(2).asText(),
                                tokens.get(3).asText(),
                                " ",
                                "b")
                        .size());
        for (JsonNode top : choice.at("/logprobs/top_logprobs"))
            if (!top.isNull()) {
                assertTrue(top.size() >= 3, top.toString());
                assertFalse(top.toString().contains("\ufffd"), top.toString());
            }
    }

    @Test
    void head_isGetWithoutABody() {
        Http plain = new Http(server.url().replace("/v1", ""));
        HttpRequest request = plain.request("/health")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertEquals(200, Http.send(request).status());
    }

    @Test
    void chatLogprobs_haveAsManyAlternatives() {
        JsonNode content = http.chat("'messages': [{'role': 'user', 'content': 'hi'}], 'temperature': 0,"
                        + " 'max_tokens': 5, 'logprobs': true, 'top_logprobs': 3")
                .json()
                .at("/choices/0/logprobs/content");
        assertFalse(content.isEmpty());
        for (JsonNode token : content) {
            assertEquals(3, token.path("top_logprobs").size());
            assertEquals(token.path("logprob"), token.at("/top_logprobs/0/logprob"));
            assertEquals(token.path("token"), token.at("/top_logprobs/0/token"));
        }
    }

    @Test
    void templateThatRefuses_isToldWithoutItsPath() {
        Http.Reply reply = http.chat("'messages': [{'role': 'user', 'content': 'refuse me'}]");
        assertEquals(400, reply.status());
        assertEquals(
                "the model's chat template refuses the messages: line 1: not for me",
                reply.error().path("message").asText());
    }

    @Test
    void prompts_ofAllForms_areAnsweredInOrder() {
        int[] ids = model.tokenizer().encode("abc", true);
        String text = http.complete("'prompt': 'abc', 'temperature': 0")
                .choice()
                .path("text")
                .asText();
        String list = java.util.Arrays.toString(ids);
        assertEquals(
                text,
                http.complete("'prompt': " + list + ", 'temperature': 0")
                        .choice()
                        .path("text")
                        .asText());
        JsonNode many = http.complete("'prompt': ['the', 'abc'], 'n': 2, 'temperature': 0")
                .json();
        assertEquals(4, many.path("choices").size());
        for (int i = 0; i < 4; i++)
            assertEquals(i, many.at("/choices/" + i + "/index").asInt());
        assertEquals(text, many.at("/choices/3/text").asText());
        JsonNode both = http.complete("'prompt': [[5, 6], " + list + "], 'temperature': 0, 'echo': true")
                .json();
        assertEquals("abc" + text, both.at("/choices/1/text").asText());
    }

    @Test
    void seeds_decideWhatIsSampled() {
        String fields = "'prompt': 'a', 'max_tokens': 30, 'top_k': 40, 'top_p': 0.95, 'n': 2, 'seed': ";
        JsonNode first = http.complete(fields + "7").json().path("choices");
        assertEquals(first, http.complete(fields + "7").json().path("choices"));
        assertFalse(first.equals(http.complete(fields + "8").json().path("choices")));
        assertFalse(first.get(0).path("text").equals(first.get(1).path("text")));
    }
}
