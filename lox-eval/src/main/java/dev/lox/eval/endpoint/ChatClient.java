// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Turn;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A client of OpenAI's protocol: {@code /chat/completions}, and {@code /completions} for text that is already formatted. */
public final class ChatClient {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Endpoint endpoint;
    private final String model;
    private final HttpTransport wire;
    private final RequestParameters parameters = new RequestParameters();
    private final AtomicLong sent = new AtomicLong();

    public ChatClient(Endpoint endpoint, String model) {
        this.endpoint = endpoint;
        this.model = model;
        this.wire = new HttpTransport(endpoint);
    }

    /**
     * Sends a request.
     *
     * @param format {@link FormatName#CHAT} for a chat completion; any other sends an instruction's text unchanged
     * @param maxNewTokens maximum number of tokens in the answer
     * @param stopped whether to give up instead of retrying
     * @throws IOException if there is no answer after all attempts, or the endpoint refuses the request
     */
    public Answer ask(Request request, FormatName format, int maxNewTokens, BooleanSupplier stopped)
            throws IOException, InterruptedException {
        return endpoint.retrying().run(() -> once(request, format == FormatName.CHAT, maxNewTokens), stopped);
    }

    private Answer once(Request request, boolean chat, int maxNewTokens) throws IOException, InterruptedException {
        while (true) {
            Set<RequestParameters.Parameter> without = parameters.refused();
            byte[] body = body(request, chat, maxNewTokens, without);
            sent.incrementAndGet();
            HttpResponse<byte[]> response = wire.post(endpoint.route(chat ? "chat/completions" : "completions"), body);
            if (response.statusCode() == 200) return hidden(Completions.read(response.body()));
            ErrorReply error = ErrorReply.of(response.statusCode(), response.headers(), response.body());
            if (error.isTooLong())
                return new Answer("not asked: " + endpoint.printable(error.message()), Answer.Ending.UNASKED, 0, 0);
            if (error.isFiltered())
                return new Answer(
                        "no answer: a filter kept the question (" + endpoint.printable(error.message()) + ")",
                        Answer.Ending.WITHHELD,
                        0,
                        0);
            if (error.status() != 400 || !parameters.refuse(error, without)) throw error.failure(endpoint, model);
        }
    }

    /** Removes the key in case a server repeats it, since answers are stored and shown. */
    private Answer hidden(Answer answer) {
        String text = endpoint.key().map(k -> k.hide(answer.text())).orElse(answer.text());
        return new Answer(text, answer.ending(), answer.promptTokens(), answer.completionTokens());
    }

    private byte[] body(Request request, boolean chat, int maxNewTokens, Set<RequestParameters.Parameter> without) {
        ObjectNode body = MAPPER.createObjectNode().put("model", model);
        if (chat) messages(request, body.putArray("messages"));
        else body.put("prompt", request.text());
        RequestParameters.put(body, maxNewTokens, without);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void messages(Request request, ArrayNode messages) {
        for (Turn turn : request.turns())
            messages.addObject().put("role", turn.role()).put("content", turn.content());
    }

    /** Number of requests, including failed ones. */
    public long sent() {
        return sent.get();
    }

    /** The parameters that the endpoint refused. */
    public List<String> refused() {
        return parameters.refused().stream()
                .map(RequestParameters.Parameter::label)
                .sorted()
                .toList();
    }
}
