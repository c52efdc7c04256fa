// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.ModelReference;
import dev.lox.serve.ServeSettings;
import dev.lox.serve.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a model over HTTP with OpenAI's chat and completions interface, batching the requests of all clients, until stopped (Ctrl-C, SIGTERM)."
        })
final class ServeCommand implements Callable<Integer> {
    private static final String TOKEN = "LOX_SERVE_TOKEN";
    private static final long LOOK_MILLIS = 100;

    /** Servers take no longer headers. */
    private static final int MOST_TOKEN_BYTES = 4096;

    @ParentCommand
    @Nullable
    Lox lox;

    @Mixin
    ModelOptions models = new ModelOptions();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "address to listen on; addresses other than this machine need a token; default: ${DEFAULT-VALUE}")
    String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8000",
            description = "port; 0: any free port; default: ${DEFAULT-VALUE}")
    int port;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what clients call the model; default: the folder's name, or the hub id")
    @Nullable
    String name;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "holds the token that clients have to send; else " + TOKEN + ", where it is set")
    @Nullable
    Path tokenFile;

    @Mixin
    BatchOptions batches = new BatchOptions();

    @Option(
            names = "--max-body",
            paramLabel = "SIZE",
            converter = Sizes.Parser.class,
            defaultValue = "4M",
            description = "largest request; default: ${DEFAULT-VALUE}")
    long maxBody;

    @Option(
            names = "--max-queue",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "requests that may wait while the batch is full; further ones are refused; default: ${DEFAULT-VALUE}")
    int maxQueue;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "seconds to finish running requests when stopped; default: ${DEFAULT-VALUE}")
    int grace;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        models.check(problems);
        Batching batching = batches.batching(problems);
        if (maxBody >= Integer.MAX_VALUE) problems.add("--max-body must be less than 2G, got " + maxBody + " bytes");
        if (batching == null || !problems.isEmpty()) throw new InvalidInputException(problems);
        ServeSettings settings = new ServeSettings(
                host,
                port,
                name == null ? defaultName() : name,
                token(),
                batching,
                (int) maxBody,
                maxQueue,
                Duration.ofSeconds(grace));
        ModelReference reference = models.reference(output);
        try (Interrupt interrupt = new Interrupt()) {
            serve(reference, settings, interrupt);
            if (interrupt.came()) end();
        }
        return 0;
    }

    private void serve(ModelReference reference, ServeSettings settings, Interrupt interrupt)
            throws IOException, InterruptedException {
        try (LanguageModel model = models.open(reference)) {
            if (!interrupt.came()) serve(model, settings, interrupt);
        }
    }

    private void serve(LanguageModel model, ServeSettings settings, Interrupt interrupt)
            throws IOException, InterruptedException {
        try (Server server = Server.start(model, settings, ServeCommand::complain)) {
            output.say("serving " + settings.name() + " at " + server.url());
            output.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("url", server.url())
                    .put("model", settings.name())
                    .put("pid", ProcessHandle.current().pid()));
            System.out.flush();
            while (!interrupt.came()) Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void complain(String line) {
        System.err.println("lox: " + ForeignText.visible(line));
    }

    /** A server that was told to end has done all it was there for; by itself a signal's exit code would not be 0. */
    private static void end() {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(0);
    }

    private String defaultName() {
        Path folder = Path.of(models.model).toAbsolutePath().normalize();
        Path last = folder.getFileName();
        return Files.isDirectory(folder) && last != null ? last.toString() : models.model;
    }

    private Optional<String> token() {
        if (tokenFile == null)
            return Optional.ofNullable(Objects.requireNonNull(lox).environment().get(TOKEN));
        try {
            if (Files.isRegularFile(tokenFile) && Files.size(tokenFile) <= MOST_TOKEN_BYTES)
                return Optional.of(Files.readString(tokenFile).strip());
        } catch (IOException e) {
            // Complained of below; what it says may be a piece of the token.
        }
        throw new InvalidInputException("--token-file " + tokenFile + ": expected a file of at most " + MOST_TOKEN_BYTES
                + " bytes of text that holds the token and can be read");
    }
}
