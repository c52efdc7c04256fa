// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.sun.net.httpserver.HttpServer;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.reply.LanguageModel;
import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** An HTTP server for a model; it runs until it is closed. */
public final class Server implements AutoCloseable {
    /** Additional concurrent requests that are reading a body or writing a response. */
    private static final int ON_THE_WAY = 16;

    /** Threads of connections that are being closed. */
    private static final int SPARE_THREADS = 64;

    private static final String CONNECTIONS = "jdk.httpserver.maxConnections";

    private static final String MOST_CONNECTIONS = "2048";

    /** Connections that wait to be accepted. The default is 50; one too many is dropped, and tried again a second later. */
    private static final int BACKLOG = 1024;

    private static final int WRITE_SECONDS = 5;

    /**
     * System properties of the JDK's HTTP server, which reads them once; values set by the caller take precedence. They
     * limit the seconds for receiving a request and for producing and sending its response, and the number of
     * connections; leave what is read of a refused body to {@link EarlyRefusal}; and disable Nagle's algorithm.
     */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime",
            "60",
            "sun.net.httpserver.drainAmount",
            "0",
            "sun.net.httpserver.maxRspTime",
            "3600",
            CONNECTIONS,
            MOST_CONNECTIONS,
            // A connection above this number is closed after its answer, without a word to its client.
            "sun.net.httpserver.maxIdleConnections",
            MOST_CONNECTIONS,
            "sun.net.httpserver.nodelay",
            "true");

    private final ServeSettings settings;
    private final HttpServer http;
    private final ExecutorService threads;
    private final Router router;
    private final EngineLoop loop;

    private Server(ServeSettings settings, HttpServer http, ExecutorService threads, Router router, EngineLoop loop) {
        this.settings = settings;
        this.http = http;
        this.threads = threads;
        this.router = router;
        this.loop = loop;
    }

    /**
     * Starts serving. The model must stay open until the server is closed.
     *
     * @param log receives messages about internal errors
     * @throws InvalidInputException if the server cannot listen at the address
     */
    public static Server start(LanguageModel model, ServeSettings settings, Consumer<String> log) throws IOException {
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) System.setProperty(name, value);
        });
        int most = settings.maxQueue() + settings.batching().sequences() + ON_THE_WAY;
        HttpServer http = bind(settings);
        EngineLoop loop = new EngineLoop(model, settings.batching(), settings.maxQueue(), log);
        AccessControl access = new AccessControl(settings.token(), settings.host());
        Router router = new Router(access, new Endpoints(model, settings, loop), most, log);
        ExecutorService threads = RequestThreads.of(Integer.getInteger(CONNECTIONS) + SPARE_THREADS);
        http.createContext("/", router);
        http.setExecutor(threads);
        loop.start();
        http.start();
        return new Server(settings, http, threads, router, loop);
    }

    private static HttpServer bind(ServeSettings settings) throws IOException {
        try {
            return HttpServer.create(settings.address(), BACKLOG);
        } catch (BindException e) {
            throw new InvalidInputException(
                    "%s %s: cannot listen there (%s); pass %s for any free port",
                    Setting.of("host", settings.host()),
                    Setting.of("port", settings.port()),
                    String.valueOf(e.getMessage()),
                    Setting.of("port", 0));
        }
    }

    /** The base URL for clients. */
    public String url() {
        return "http://" + AccessControl.bracketed(settings.host()) + ":"
                + http.getAddress().getPort() + "/v1";
    }

    /** Accepts no more requests, lets accepted ones finish within the grace period, and stops. */
    @Override
    public void close() {
        try {
            loop.drain(settings.grace());
            router.await(WRITE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(0);
        threads.shutdownNow();
    }
}
