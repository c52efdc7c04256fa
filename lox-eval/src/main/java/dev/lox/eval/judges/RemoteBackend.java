// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Answer;
import dev.lox.eval.endpoint.ChatClient;
import dev.lox.eval.endpoint.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A model behind an endpoint, with concurrent requests. */
final class RemoteBackend implements ChatBackend {
    private final Endpoint endpoint;
    private final String model;
    private final Optional<Prices> prices;
    private final ChatClient client;
    private long promptTokens;
    private long completionTokens;

    RemoteBackend(Endpoint endpoint, String model, Optional<Prices> prices) {
        this.endpoint = endpoint;
        this.model = model;
        this.prices = prices;
        this.client = new ChatClient(endpoint, model);
    }

    /** Leaves out which parameters the endpoint refuses, since that is determined by the model. */
    @Override
    public String identity() {
        return "remote\n" + endpoint.base() + "\n" + model + "\ntemperature 0, seed 42";
    }

    @Override
    public ObjectNode record() {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("endpoint", endpoint.base().toString()).put("model", model);
        record.put("temperature", 0).put("seed", 42);
        ArrayNode refused = record.putArray("refused_parameters");
        client.refused().forEach(refused::add);
        record.put("requests", client.sent());
        record.put("prompt_tokens", promptTokens).put("completion_tokens", completionTokens);
        prices.ifPresent(p -> record.put("cost", p.cost(promptTokens, completionTokens)));
        return record;
    }

    /** An answer that has arrived, or none. */
    private record Arrived(int index, @Nullable Answer answer) {}

    /** After a failure starts no new requests, but waits for running ones, since they have been paid for. */
    @Override
    public void answer(Question question, List<Exchange> exchanges, Sink sink)
            throws IOException, InterruptedException {
        ExecutorService pool =
                Executors.newFixedThreadPool(Math.min(endpoint.concurrency(), exchanges.size()), task -> {
                    Thread thread = new Thread(task, "lox-judge");
                    thread.setDaemon(true);
                    return thread;
                });
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try {
            ExecutorCompletionService<Arrived> ended = new ExecutorCompletionService<>(pool);
            for (int i = 0; i < exchanges.size(); i++) {
                int index = i;
                ended.submit(() -> arrived(question, index, exchanges.get(index), failure));
            }
            for (int i = 0; i < exchanges.size(); i++) {
                Arrived arrived = ended.take().get();
                Answer answer = arrived.answer();
                if (answer == null) continue;
                promptTokens += answer.promptTokens();
                completionTokens += answer.completionTokens();
                sink.accept(arrived.index(), answer);
            }
            if (failure.get() instanceof IOException io) throw io;
            if (failure.get() instanceof InvalidInputException bad) throw bad;
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking " + endpoint.base(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Reports the first failure, since later ones may be its consequences. */
    private Arrived arrived(
            Question question, int index, Exchange exchange, AtomicReference<@Nullable Exception> failure)
            throws InterruptedException {
        if (failure.get() != null) return new Arrived(index, null);
        try {
            return new Arrived(
                    index,
                    client.ask(
                            question.request(exchange),
                            question.format(),
                            question.maxNewTokens(),
                            () -> failure.get() != null));
        } catch (InvalidInputException e) {
            failure.compareAndSet(null, e);
        } catch (IOException e) {
            failure.compareAndSet(
                    null,
                    new IOException(
                            endpoint.base() + ": asked about exchange " + (index + 1) + " of those not known yet ("
                                    + ForeignText.printable(exchange.prompt()) + "): " + e.getMessage(),
                            e));
        }
        return new Arrived(index, null);
    }
}
