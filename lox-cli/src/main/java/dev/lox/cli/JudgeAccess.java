// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import dev.lox.eval.endpoint.ApiKey;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.endpoint.RetryPolicy;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.JudgeSettings;
import dev.lox.eval.judges.JudgeSpec;
import dev.lox.eval.judges.LocalModel;
import dev.lox.eval.judges.Prices;
import dev.lox.eval.judges.Purpose;
import dev.lox.eval.results.Measure;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.reply.ModelReference;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How judges that are models are reached. */
@Command
final class JudgeAccess {
    private static final String DEFAULT_URL = "https://api.openai.com/v1";

    /** Keys and values of a local judge's questions under way. */
    private static final long LOCAL_CACHE_BYTES = 2L << 30;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--judge-url",
            paramLabel = "URL",
            description =
                    "base address of the endpoint; default: OPENAI_BASE_URL, else https://api.openai.com/v1. Its key"
                            + " is taken from OPENAI_API_KEY")
    @Nullable
    String url;

    @Option(
            names = "--judge-concurrency",
            paramLabel = "N",
            defaultValue = "8",
            description = "requests to the endpoint at once; default: ${DEFAULT-VALUE}")
    int concurrency;

    @Option(
            names = "--judge-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "timeout of one request; it is then retried; default: ${DEFAULT-VALUE}")
    int timeout;

    @Option(
            names = "--judge-price",
            paramLabel = "IN/OUT",
            description = "price per million input and output tokens, such as 0.15/0.60, to report the cost")
    @Nullable
    String price;

    @Option(
            names = "--judge-prompt",
            paramLabel = "FILE",
            description = "your own question, with {prompt} and {reply}, that asks for a last line #thescore: N")
    @Nullable
    Path prompt;

    @Option(
            names = "--judge-cache",
            paramLabel = "DIR|none",
            description =
                    "folder in which judges' answers are cached, so that no question is asked twice; they may quote replies; default: lox/judges in XDG_CACHE_HOME or ~/.cache")
    @Nullable
    String cache;

    /** Whether an option that only such judges use is given. */
    boolean isGiven() {
        return url != null || price != null || prompt != null;
    }

    /**
     * A judge by its name; nothing is asked or loaded yet.
     *
     * @throws InvalidInputException with all that is wrong with it
     */
    Judge open(String name, Measure measure, ModelOptions models, OutputOptions output)
            throws IOException, InterruptedException {
        JudgeSpec spec = JudgeSpec.parse(name);
        Purpose purpose = measure.purpose().orElseThrow();
        if (!spec.isModel()) return spec.open(purpose, JudgeSettings.NONE);
        Problems problems = new Problems();
        JudgeSettings settings = new JudgeSettings(
                // An address or key in the environment may be another program's: only remote judges look at them.
                spec.isRemote() ? Optional.of(endpoint(problems)) : Optional.empty(),
                problems.open(this::prices).flatMap(p -> p),
                Optional.ofNullable(prompt),
                problems.open(this::cacheFolder).flatMap(c -> c),
                model -> local(model, models, output));
        try {
            Judge judge = spec.open(purpose, settings);
            if (problems.isEmpty()) return judge;
            judge.close();
        } catch (InvalidInputException e) {
            problems.addAll(e);
        }
        problems.refuse();
        throw new AssertionError("refused");
    }

    /** The endpoint; one that is never used once a problem is noted. */
    private Endpoint endpoint(Problems problems) throws IOException {
        String base = url != null ? url : variable("OPENAI_BASE_URL", DEFAULT_URL);
        String key = variable("OPENAI_API_KEY", "");
        URI address = problems.open(() -> Endpoint.base(base)).orElse(URI.create(DEFAULT_URL));
        Optional<ApiKey> secret = key.isEmpty() ? Optional.empty() : problems.open(() -> new ApiKey(key));
        return problems.open(() ->
                        new Endpoint(address, secret, concurrency, Duration.ofSeconds(timeout), RetryPolicy.DEFAULT))
                .orElse(new Endpoint(address, secret, 1, Duration.ofSeconds(1), RetryPolicy.DEFAULT));
    }

    private Optional<Prices> prices() {
        if (price == null) return Optional.empty();
        String[] two = price.split("/", -1);
        try {
            if (two.length == 2) return Optional.of(new Prices(Double.parseDouble(two[0]), Double.parseDouble(two[1])));
        } catch (NumberFormatException e) {
            // Complained of below.
        }
        throw new InvalidInputException("--judge-price: expected two prices as 0.15/0.60, got " + price);
    }

    private Optional<Path> cacheFolder() {
        if ("none".equals(cache)) return Optional.empty();
        if (cache != null) return Optional.of(HubAccess.path(cache));
        String home = variable("XDG_CACHE_HOME", "");
        Path root = home.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : HubAccess.path(home);
        return Optional.of(root.resolve("lox").resolve("judges"));
    }

    private static LocalModel local(String model, ModelOptions options, OutputOptions output)
            throws IOException, InterruptedException {
        ModelReference reference = options.reference(model, output);
        return new LocalModel(
                model,
                reference.identity().sha256() + ", "
                        + options.precision.stored().torchName(),
                () -> options.open(reference),
                new Batching(Batching.DEFAULT_SEQUENCES, LOCAL_CACHE_BYTES));
    }

    private String variable(String name, String other) {
        Lox lox = (Lox) Objects.requireNonNull(command).root().userObject();
        return lox.environment().getOrDefault(name, other);
    }
}
