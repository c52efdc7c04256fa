// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.base.ForeignText;
import dev.lox.eval.endpoint.Answer.Ending;
import dev.lox.eval.endpoint.RetryPolicy.TransientException;
import java.io.IOException;
import java.util.Optional;

/** Parses the bodies of completions. */
final class Completions {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Completions() {}

    /** @throws TransientException if the body is not valid; a server under load may send half of one */
    static Answer read(byte[] body) throws TransientException {
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (IOException e) {
            throw new TransientException("sent what is not JSON; does it speak OpenAI's protocol?", Optional.empty());
        }
        if (!json.path("choices").isArray())
            throw new TransientException("sent an answer without choices" + problem(json), Optional.empty());
        JsonNode choice = json.path("choices").path(0);
        JsonNode message = choice.path("message");
        String finish = choice.path("finish_reason").asText();
        Optional<String> text = text(choice.has("message") ? message.path("content") : choice.path("text"));
        JsonNode usage = json.path("usage");
        long prompt = Math.max(0, usage.path("prompt_tokens").asLong());
        long completion = Math.max(0, usage.path("completion_tokens").asLong());
        if (finish.equals("content_filter"))
            return new Answer("no answer: a content filter kept it", Ending.WITHHELD, prompt, completion);
        if (message.path("refusal").isTextual())
            return new Answer(
                    "no answer, the judge declined: " + message.path("refusal").asText(),
                    Ending.WITHHELD,
                    prompt,
                    completion);
        if (text.isEmpty())
            return new Answer(
                    "no answer: the endpoint sent " + (choice.isMissingNode() ? "no choices" : "no text"),
                    Ending.NONE,
                    prompt,
                    completion);
        boolean cut = finish.equals("length") || finish.equals("max_tokens");
        return new Answer(text.get(), cut ? Ending.CUT : Ending.WHOLE, prompt, completion);
    }

    /** Some endpoints report errors with a success status. */
    private static String problem(JsonNode json) {
        JsonNode error = json.path("error");
        String words =
                error.isTextual() ? error.asText() : error.path("message").asText();
        return words.isEmpty() ? "" : " (" + ForeignText.printable(words) + ")";
    }

    /** Text, as a string or in parts. */
    private static Optional<String> text(JsonNode content) {
        if (content.isTextual()) return Optional.of(content.asText());
        if (!content.isArray() || content.isEmpty()) return Optional.empty();
        StringBuilder all = new StringBuilder();
        for (JsonNode part : content) all.append(part.path("text").asText());
        return Optional.of(all.toString());
    }
}
