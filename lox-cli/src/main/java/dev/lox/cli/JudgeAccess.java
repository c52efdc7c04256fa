// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.eval.ask.JudgeSettings;
import dev.lox.eval.ask.Judges;
import dev.lox.eval.ask.LocalModel;
import dev.lox.eval.ask.Prices;
import dev.lox.eval.endpoint.ApiKey;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.endpoint.Retrying;
import dev.lox.eval.judge.ComplianceJudge;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.judge.RefusalJudge;
import dev.lox.eval.question.Purpose;
import dev.lox.lm.generate.Batching;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What judges are reached by. */
@Command
final class JudgeAccess {
    /** Rules, which need no model. */
    static final String REFUSAL = "refusal";

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
            description = "of one request, which is then tried again; default: ${DEFAULT-VALUE}")
    int timeout;

    @Option(
            names = "--judge-price",
            paramLabel = "IN/OUT",
            description = "of a million tokens asked and answered, to report the cost, as 0.15/0.60")
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
                    "where answers are kept, so that nothing is asked twice; they hold what judges say of replies;"
                            + " default: lox/judges in XDG_CACHE_HOME or ~/.cache")
    @Nullable
    String cache;

    /** Whether anything is said of judges that are models. */
    boolean isGiven() {
        return url != null || price != null || prompt != null;
    }

    /**
     * A judge by its name; nothing is asked or loaded yet.
     *
     * @throws BadInputException with all that is wrong with it
     */
    Judge open(String name, Purpose purpose, ModelOptions models, OutputOptions output)
            throws IOException, InterruptedException {
        if (name.equals(REFUSAL) || name.equals(ComplianceJudge.NAME)) {
            if (purpose == Purpose.HELPFULNESS)
                throw new BadInputException(
                        "--judge " + name + " cannot tell how helpful a reply is; pass openai:NAME or model:MODEL");
            return name.equals(REFUSAL) ? new RefusalJudge() : new ComplianceJudge();
        }
        List<String> complaints = new ArrayList<>();
        JudgeSettings settings = settings(name.startsWith("openai:"), complaints);
        Judges open = new Judges(settings, model -> local(model, models, output));
        try {
            Judge judge = open.open(name, purpose);
            if (complaints.isEmpty()) return judge;
            judge.close();
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        }
        throw new BadInputException(complaints);
    }

    /** What is not needed is not looked at: an address or key in the environment may be another program's. */
    private JudgeSettings settings(boolean remote, List<String> complaints) {
        String base = remote && url != null ? url : remote ? variable("OPENAI_BASE_URL", DEFAULT_URL) : DEFAULT_URL;
        String key = remote ? variable("OPENAI_API_KEY", "") : "";
        URI address = kept(() -> Endpoint.base(base), Endpoint.base(DEFAULT_URL), complaints);
        Optional<ApiKey> secret = kept(
                () -> key.isEmpty() ? Optional.empty() : Optional.of(new ApiKey(key)), Optional.empty(), complaints);
        Endpoint endpoint = kept(
                () -> new Endpoint(address, secret, concurrency, Duration.ofSeconds(timeout), Retrying.DEFAULT),
                new Endpoint(address, secret, 1, Duration.ofSeconds(1), Retrying.DEFAULT),
                complaints);
        return new JudgeSettings(
                endpoint,
                kept(this::prices, Optional.empty(), complaints),
                Optional.ofNullable(prompt),
                kept(this::cacheFolder, Optional.empty(), complaints));
    }

    /** What is made, or something in its place once the complaint is noted. */
    private static <T> T kept(Supplier<T> make, T other, List<String> complaints) {
        try {
            return make.get();
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
            return other;
        }
    }

    private Optional<Prices> prices() {
        if (price == null) return Optional.empty();
        String[] two = price.split("/", -1);
        try {
            if (two.length == 2) return Optional.of(new Prices(Double.parseDouble(two[0]), Double.parseDouble(two[1])));
        } catch (NumberFormatException e) {
            // Complained of below.
        }
        throw new BadInputException("--judge-price: expected two prices as 0.15/0.60, got " + price);
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
        ModelOptions.Folders folders = ModelOptions.Folders.resolve(options.hub, output, model, null);
        String fingerprint =
                folders.fingerprint() + ", " + options.precision.stored().torchName();
        return new LocalModel(
                model,
                fingerprint,
                () -> options.open(folders),
                new Batching(Batching.DEFAULT_SEQUENCES, LOCAL_CACHE_BYTES));
    }

    private String variable(String name, String other) {
        Lox lox = (Lox) Objects.requireNonNull(command).root().userObject();
        return lox.environment().getOrDefault(name, other);
    }
}
