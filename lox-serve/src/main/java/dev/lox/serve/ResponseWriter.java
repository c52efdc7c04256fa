// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes the response to a request while its choices are generated, as a whole or as a stream. */
final class ResponseWriter {
    /** An idle stream sends comments at this interval, which is how a closed connection is noticed. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final PendingRequest request;
    private final List<Choice> choices;
    private final RequestParameters parameters;
    private final boolean chat;
    private final String id;
    private final long created = System.currentTimeMillis() / 1000;

    ResponseWriter(PendingRequest request, List<Choice> choices, RequestParameters parameters, boolean chat) {
        this.request = request;
        this.choices = choices;
        this.parameters = parameters;
        this.chat = chat;
        this.id = (chat ? "chatcmpl-" : "cmpl-") + UUID.randomUUID().toString().replace("-", "");
    }

    /** @throws ApiError if the request failed before anything was written */
    void write(HttpExchange exchange) throws IOException, InterruptedException {
        try {
            if (parameters.stream()) stream(exchange);
            else whole(exchange);
        } finally {
            request.abandon();
        }
    }

    private void whole(HttpExchange exchange) throws IOException, InterruptedException {
        while (open()) {
            Optional<Event> event = request.next(SILENCE);
            if (event.isPresent()) accept(event.get());
        }
        ObjectNode json = head(chat ? "chat.completion" : "text_completion");
        ArrayNode list = json.putArray("choices");
        choices.forEach(c -> list.add(c.take(false)));
        json.set("usage", usage());
        JsonResponse.send(exchange, 200, json);
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        EventStream out = EventStream.open(exchange);
        for (Choice c : choices) {
            Optional<ObjectNode> opening = c.opening();
            if (opening.isPresent()) out.send(chunk(opening.get()));
        }
        try {
            while (open()) {
                Optional<Event> event = request.next(SILENCE);
                if (event.isPresent()) out.send(chunk(accept(event.get()).take(true)));
                else out.comment();
            }
            if (parameters.usage()) {
                ObjectNode last = head(chunkName());
                last.putArray("choices");
                last.set("usage", usage());
                out.send(last);
            }
        } catch (ApiError e) {
            // The status has already been sent.
            out.send(e.json());
        }
        out.end();
    }

    private boolean open() {
        return !choices.stream().allMatch(Choice::ended);
    }

    /** Applies an event and returns the choice that it concerns. */
    private Choice accept(Event event) {
        if (event instanceof Event.Failed failed) throw failed.error();
        Choice choice = choices.get(event.choice());
        choice.accept(event);
        return choice;
    }

    private String chunkName() {
        return chat ? "chat.completion.chunk" : "text_completion";
    }

    private ObjectNode chunk(ObjectNode choice) {
        ObjectNode json = head(chunkName());
        json.putArray("choices").add(choice);
        if (parameters.usage()) json.putNull("usage");
        return json;
    }

    private ObjectNode head(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", parameters.model());
    }

    /** Each prompt counts once, however many choices it has. */
    private ObjectNode usage() {
        int prompt = 0;
        for (int i = 0; i < choices.size(); i += parameters.n())
            prompt += request.choices().get(i).prompt().length;
        int completion = choices.stream().mapToInt(Choice::tokens).sum();
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }
}
