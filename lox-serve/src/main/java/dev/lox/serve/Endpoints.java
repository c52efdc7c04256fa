// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.lox.base.ForeignText;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** The endpoints of the server. */
final class Endpoints {
    private static final int MOST_READERS = 4;

    private final LanguageModel model;
    private final ServeSettings settings;
    private final EngineLoop loop;
    private final RequestValidator validator;
    /** Parsing a body of several megabytes takes many times its size in memory. */
    private final Semaphore readers = new Semaphore(MOST_READERS);

    private final LogprobBudget budget = new LogprobBudget();
    private final long since = System.currentTimeMillis() / 1000;

    Endpoints(LanguageModel model, ServeSettings settings, EngineLoop loop) {
        this.model = model;
        this.settings = settings;
        this.loop = loop;
        this.validator = new RequestValidator(model, settings.name(), settings.batching());
    }

    void health(HttpExchange exchange) throws IOException {
        if (!loop.isOpen()) throw ApiError.closing();
        JsonResponse.send(exchange, 200, JsonNodeFactory.instance.objectNode().put("status", "ok"));
    }

    void models(HttpExchange exchange) throws IOException {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data").add(card());
        JsonResponse.send(exchange, 200, list);
    }

    void model(HttpExchange exchange, String name) throws IOException {
        if (!name.equals(settings.name()))
            throw ApiError.model("the model " + ForeignText.printable(name) + " does not exist; this server serves "
                    + settings.name());
        JsonResponse.send(exchange, 200, card());
    }

    private ObjectNode card() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", settings.name())
                .put("object", "model")
                .put("created", since)
                .put("owned_by", "lox")
                .put("max_model_len", validator.longest());
    }

    void chat(HttpExchange exchange) throws IOException, InterruptedException {
        ChatRequest request = read(exchange, ChatRequest::read);
        answer(exchange, validator.chat(request), Choice.OfChat::new, request.parameters(), true);
    }

    void completions(HttpExchange exchange) throws IOException, InterruptedException {
        CompletionsRequest request = read(exchange, CompletionsRequest::read);
        answer(exchange, validator.completions(request), Choice.OfText::new, request.parameters(), false);
    }

    private interface ChoiceFactory {
        Choice create(int index, ChoiceSpec spec, Tokenizer tokenizer);
    }

    private void answer(
            HttpExchange exchange,
            PendingRequest request,
            ChoiceFactory factory,
            RequestParameters parameters,
            boolean chat)
            throws IOException, InterruptedException {
        List<Choice> choices = new ArrayList<>();
        for (ChoiceSpec spec : request.choices()) choices.add(factory.create(choices.size(), spec, model.tokenizer()));
        long logprobs = budget.take(request);
        try {
            loop.submit(request);
            new ResponseWriter(request, choices, parameters, chat).write(exchange);
        } finally {
            budget.release(logprobs);
        }
    }

    private interface Reading<T> {
        T read(BodyFields fields);
    }

    /** Reads and parses a body; only a few are parsed at a time. */
    private <T> T read(HttpExchange exchange, Reading<T> reading) throws IOException, InterruptedException {
        if (!loop.isOpen()) throw ApiError.closing();
        byte[] body = RequestBody.read(exchange, settings.maxBody());
        readers.acquire();
        try {
            return reading.read(BodyFields.parse(body));
        } finally {
            readers.release();
        }
    }
}
