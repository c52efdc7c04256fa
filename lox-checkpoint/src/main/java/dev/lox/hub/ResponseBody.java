// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.hub.RetryPolicy.TransientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A response's body, read in pieces by one thread. Unlike the JDK's stream, it times out on silent servers. */
final class ResponseBody implements HttpResponse.BodySubscriber<ResponseBody>, AutoCloseable {
    /** Bytes of a discarded body that are read to keep the connection; past that a new connection is cheaper. */
    private static final int DRAINED = 16 << 10;

    /** One event of the connection; the last one has no bytes. */
    private record Signal(
            @Nullable List<ByteBuffer> bytes, @Nullable Throwable failure) {}

    private final String host;
    private final Duration patience;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean ended;

    ResponseBody(String host, Duration patience) {
        this.host = host;
        this.patience = patience;
    }

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        if (ended) s.cancel();
        else s.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        signals.add(new Signal(bytes, null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(null, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(null, null));
    }

    /** The next bytes; empty at the end. */
    List<ByteBuffer> next() throws TransientException, InterruptedException {
        if (ended) return List.of();
        Signal signal = signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (signal == null) throw new TransientException(host + ": no data for " + patience.toSeconds() + " s");
        if (signal.bytes() != null) {
            Flow.Subscription s = subscription;
            if (s != null) s.request(1);
            return signal.bytes();
        }
        ended = true;
        if (signal.failure() != null) throw new TransientException(host + ": the connection was lost");
        return List.of();
    }

    /** The whole body, which must not exceed {@code maxBytes} bytes. */
    byte[] readAll(int maxBytes) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (List<ByteBuffer> pieces = next(); !pieces.isEmpty(); pieces = next())
            for (ByteBuffer piece : pieces) {
                if (out.size() + piece.remaining() > maxBytes)
                    throw new IOException(host + ": the response is larger than " + maxBytes + " bytes");
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                out.writeBytes(bytes);
            }
        return out.toByteArray();
    }

    void discard() throws InterruptedException {
        try {
            readAll(DRAINED);
        } catch (IOException e) {
            // The content is discarded.
        }
        close();
    }

    @Override
    public void close() {
        boolean running = !ended;
        ended = true;
        Flow.Subscription s = subscription;
        if (running && s != null) s.cancel();
    }
}
