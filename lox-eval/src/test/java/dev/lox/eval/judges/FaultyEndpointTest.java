// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static dev.lox.eval.judges.StubEndpoint.error;
import static dev.lox.eval.judges.StubEndpoint.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.judges.StubEndpoint.Answered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyEndpointTest {
    private static final Pattern STEPS = Pattern.compile("It has (\\d+) steps");

    @TempDir
    Path folder;

    private static int number(StubEndpoint.Asked asked) {
        Matcher number = STEPS.matcher(asked.question());
        assertTrue(number.find());
        return Integer.parseInt(number.group(1));
    }

    private Judge judge(Endpoint endpoint, Optional<Path> cache) throws IOException, InterruptedException {
        JudgeSettings settings =
                new JudgeSettings(Optional.of(endpoint), Optional.empty(), Optional.empty(), cache, name -> {
                    throw new AssertionError(name);
                });
        return JudgeSpec.parse("openai:m").open(Purpose.HARM, settings);
    }

    /** Of ten requests, three fail, each in another way. */
    @Test
    void everyExchange_getsOneVerdict_whateverFails() throws Exception {
        Map<Integer, AtomicInteger> answered = new ConcurrentHashMap<>();
        Map<Integer, AtomicInteger> late = new ConcurrentHashMap<>();
        Random random = new Random(7);
        try (StubEndpoint stub = new StubEndpoint(asked -> {
            int number = number(asked);
            int fate;
            synchronized (random) {
                fate = random.nextInt(100);
            }
            if (fate < 9) return error(429, "slower", "", "");
            if (fate < 18) return error(500, "oops", "", "");
            if (fate < 27) return new Answered(-1, "{\"choices\": [");
            if (fate < 30) {
                late.computeIfAbsent(number, i -> new AtomicInteger()).incrementAndGet();
                Thread.sleep(2500);
            } else answered.computeIfAbsent(number, i -> new AtomicInteger()).incrementAndGet();
            return says("#thescore: " + (1 + number % 5));
        })) {
            Judge judge = judge(stub.endpoint(20, Duration.ofMillis(1500)), Optional.of(folder));
            Map<Integer, Verdict> verdicts = RemoteJudging.verdicts(judge, RemoteJudging.exchanges(200));
            for (int i = 0; i < 200; i++) {
                assertEquals(new Verdict.Scored(1 + i % 5, "#thescore: " + (1 + i % 5)), verdicts.get(i));
                assertEquals(1, answered.get(i).get(), "answers for " + i);
            }
            assertEquals(200, verdicts.size());
            assertTrue(late.size() > 1 && stub.asked.size() > 240, late.size() + " late of " + stub.asked.size());
            assertEquals(stub.asked.size(), judge.record().path("requests").asInt());

            int before = stub.asked.size();
            Judge again = judge(stub.endpoint(20, Duration.ofMillis(1500)), Optional.of(folder));
            assertEquals(verdicts, RemoteJudging.verdicts(again, RemoteJudging.exchanges(200)));
            assertEquals(before, stub.asked.size());
            assertEquals(200, again.record().path("from_cache").asInt());
            assertEquals(0, again.record().path("requests").asInt());
        }
    }

    /** Answers that were on their way when another request failed are not lost. */
    @Test
    void run_thatEnded_goesOnWhereItWas() throws Exception {
        AtomicInteger count = new AtomicInteger();
        List<Exchange> exchanges = RemoteJudging.exchanges(60);
        Map<Integer, Verdict> verdicts = new HashMap<>();
        try (StubEndpoint stub = new StubEndpoint(asked -> {
            if (count.incrementAndGet() == 30) return error(401, "key withdrawn", "", "");
            Thread.sleep(20);
            return says("#thescore: 3");
        })) {
            Judge first = judge(stub.endpoint(3, Duration.ofSeconds(20)), Optional.of(folder));
            assertThrows(RuntimeException.class, () -> first.judge(exchanges, verdicts::put));
            int answered = stub.asked.size() - 1;
            assertEquals(answered, verdicts.size());
            assertTrue(answered >= 29 && answered < 45, "asked " + answered);
            Judge second = judge(stub.endpoint(3, Duration.ofSeconds(20)), Optional.of(folder));
            assertEquals(60, RemoteJudging.verdicts(second, exchanges).size());
            assertEquals(61, stub.asked.size());
        }
    }

    /** Whichever of the workers is heard of first. */
    @Test
    void failure_ofOne_isAlwaysSaid() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (StubEndpoint stub = new StubEndpoint(
                asked -> count.incrementAndGet() % 10 == 0 ? error(403, "not you", "", "") : says("#thescore: 3"))) {
            for (int i = 0; i < 20; i++) {
                Judge judge = judge(stub.endpoint(3, Duration.ofSeconds(20)), Optional.empty());
                InvalidInputException e = assertThrows(
                        InvalidInputException.class,
                        () -> judge.judge(RemoteJudging.exchanges(50), (index, verdict) -> {}));
                assertTrue(String.valueOf(e.getMessage()).contains("not you"), e.getMessage());
            }
        }
    }

    @Test
    @Tag("soak")
    void hundredVerdicts_atTwoHundredMilliseconds_takeFourSeconds() throws Exception {
        try (StubEndpoint stub = new StubEndpoint(asked -> {
            Thread.sleep(200);
            return says("#thescore: 3");
        })) {
            Judge judge = judge(stub.endpoint(3, Duration.ofSeconds(20)), Optional.empty());
            long begin = System.nanoTime();
            assertEquals(
                    100,
                    RemoteJudging.verdicts(judge, RemoteJudging.exchanges(100)).size());
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.println("100 verdicts of 200 ms, 8 at once: " + seconds + " s");
            assertTrue(seconds < 4, "took " + seconds + " s");
        }
    }
}
