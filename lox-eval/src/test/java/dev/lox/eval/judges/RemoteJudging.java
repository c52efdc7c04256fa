// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.judges.StubEndpoint.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Judges behind a stub. */
abstract class RemoteJudging {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    final List<StubEndpoint> stubs = new ArrayList<>();
    StubEndpoint stub;

    @AfterEach
    void stop() {
        stubs.forEach(StubEndpoint::close);
    }

    Judge judge(String model, Purpose purpose, Script script) throws IOException, InterruptedException {
        return judge(model, purpose, script, 4, PATIENCE);
    }

    Judge judge(String model, Purpose purpose, Script script, int attempts, Duration timeout)
            throws IOException, InterruptedException {
        stub = new StubEndpoint(script);
        stubs.add(stub);
        return open(model, purpose, stub.endpoint(attempts, timeout), Optional.empty());
    }

    Judge open(String model, Purpose purpose, Endpoint endpoint, Optional<Path> cache)
            throws IOException, InterruptedException {
        JudgeSettings settings = new JudgeSettings(
                Optional.of(endpoint), Optional.of(new Prices(1.5, 6)), Optional.empty(), cache, name -> {
                    throw new AssertionError(name);
                });
        return JudgeSpec.parse("openai:" + model).open(purpose, settings);
    }

    static List<Exchange> exchanges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Exchange("How tall is tower " + i + "?", "It has " + i + " steps."))
                .toList();
    }

    static Map<Integer, Verdict> verdicts(Judge judge, List<Exchange> exchanges)
            throws IOException, InterruptedException {
        Map<Integer, Verdict> all = new HashMap<>();
        judge.judge(exchanges, (i, v) -> assertEquals(null, all.put(i, v), "twice: " + i));
        return all;
    }

    Verdict one(Judge judge) throws IOException, InterruptedException {
        return verdicts(judge, exchanges(1)).get(0);
    }
}
