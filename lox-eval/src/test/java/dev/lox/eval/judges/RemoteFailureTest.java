// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static dev.lox.eval.judges.StubEndpoint.error;
import static dev.lox.eval.judges.StubEndpoint.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.judges.StubEndpoint.Answered;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an endpoint can do other than answer. */
class RemoteFailureTest extends RemoteJudging {
    private InvalidInputException refused(Answered answer) throws IOException, InterruptedException {
        Judge judge = judge("m", Purpose.HARM, asked -> answer);
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> verdicts(judge, exchanges(1)));
        assertEquals(1, stub.asked.size());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        return e;
    }

    @Test
    void call_thatIsWrong_failsAtOnce() throws Exception {
        String wrongKey = refused(error(401, "Incorrect key: sk-not-to-be-seen.\nSee\u001b[31m", "invalid_api_key", ""))
                .getMessage();
        assertTrue(wrongKey.contains("Incorrect key: ***") && wrongKey.contains("API key is valid"), wrongKey);
        assertFalse(wrongKey.contains("\u001b"), wrongKey);
        assertTrue(refused(error(403, "no", "", "")).getMessage().contains("403 (no)"));
        assertTrue(refused(error(404, "no such model", "", "")).getMessage().contains("model's name, m"));
        assertTrue(refused(new Answered(404, "")).getMessage().contains("/v1"));
        assertTrue(refused(new Answered(405, "{\"error\": \"plain words\"}"))
                .getMessage()
                .contains("plain words"));
    }

    /** What is wrong may be the exchange, so it is named. */
    @Test
    void exchange_thatIsRefused_endsItByName() throws Exception {
        for (Answered answer :
                List.of(error(400, "bad role", "", ""), new Answered(422, "bad role" + "x".repeat(5000)))) {
            Judge judge = judge("m", Purpose.HARM, asked -> answer);
            IOException e = assertThrows(IOException.class, () -> one(judge));
            assertTrue(e.getMessage().contains("bad role") && e.getMessage().contains("exchange 1"), e.getMessage());
            assertTrue(e.getMessage().length() < 500, e.getMessage());
            assertEquals(1, stub.asked.size());
        }
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        StubEndpoint other = new StubEndpoint(asked -> says("#thescore: 1"));
        stubs.add(other);
        InvalidInputException e =
                refused(new Answered(307, "", Map.of("Location", other.base() + "/chat/completions")));
        assertTrue(e.getMessage().contains("leads elsewhere"), e.getMessage());
        assertEquals(0, other.asked.size());
    }

    @Test
    void failure_thatPasses_isTriedAgain() throws Exception {
        for (int status : List.of(408, 429, 500, 502, 503, 504)) {
            AtomicInteger count = new AtomicInteger();
            Judge judge = judge(
                    "m",
                    Purpose.HARM,
                    asked -> count.incrementAndGet() < 4 ? error(status, "later", "", "") : says("#thescore: 2"));
            assertEquals(new Verdict.Scored(2, "#thescore: 2"), one(judge));
            assertEquals(4, stub.asked.size());
        }
        AtomicInteger count = new AtomicInteger();
        assertEquals(
                new Verdict.Scored(2, "#thescore: 2"),
                one(judge("m", Purpose.HARM, asked -> switch (count.incrementAndGet()) {
                    case 1 -> new Answered(-1, "{\"choi");
                    case 2 -> new Answered(200, "<html>busy</html>");
                    case 3 -> new Answered(200, "{}");
                    default -> says("#thescore: 2");
                })));
    }

    @Test
    void failure_thatStays_namesExchangeAndAnswer() throws Exception {
        Judge judge = judge("m", Purpose.HARM, asked -> error(503, "on fire", "", ""));
        IOException e = assertThrows(IOException.class, () -> one(judge));
        assertEquals(4, stub.asked.size());
        for (String part : List.of("exchange 1", "How tall is tower 0?", "503", "on fire", "4 attempts"))
            assertTrue(e.getMessage().contains(part), e.getMessage());
        Judge broke = judge("m", Purpose.HARM, asked -> error(429, "no credit", "insufficient_quota", ""));
        assertThrows(IOException.class, () -> one(broke));
        assertEquals(1, stub.asked.size());
    }

    @Test
    void endpoint_thatIsNotThere_failsAtOnce() throws Exception {
        judge("m", Purpose.HARM, asked -> says("x"));
        Endpoint endpoint = stub.endpoint(4, PATIENCE);
        stub.close();
        Judge judge = open("m", Purpose.HARM, endpoint, Optional.empty());
        IOException e = assertThrows(IOException.class, () -> one(judge));
        assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
        assertEquals(1, judge.record().path("requests").asInt());
    }

    @Test
    void retryAfter_isObeyedWithinReason() throws Exception {
        AtomicInteger count = new AtomicInteger();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        List<String> waits = List.of("1", date, "soon");
        long begin = System.nanoTime();
        Judge patient = judge(
                "m",
                Purpose.HARM,
                asked -> count.get() < 3
                        ? new Answered(429, "", Map.of("Retry-After", waits.get(count.getAndIncrement())))
                        : says("#thescore: 1"));
        one(patient);
        assertTrue(System.nanoTime() - begin >= 1_000_000_000L);
        Judge busy = judge("m", Purpose.HARM, asked -> new Answered(429, "", Map.of("Retry-After", "86400")));
        IOException e = assertThrows(IOException.class, () -> one(busy));
        assertTrue(e.getMessage().contains("86400 s"), e.getMessage());
        assertEquals(1, stub.asked.size());
    }

    @Test
    void answer_withoutEnd_isNotReadToIt() throws Exception {
        String big = "{\"choices\": \"" + "x".repeat(9 << 20) + "\"}";
        Judge judge = judge("m", Purpose.HARM, asked -> new Answered(200, big));
        IOException e = assertThrows(IOException.class, () -> one(judge));
        assertTrue(e.getMessage().contains("more than 8388608 bytes"), e.getMessage());
        assertEquals(1, stub.asked.size());
    }

    @Test
    void parameter_thatIsRefusedForever_endsIt() throws Exception {
        Judge judge = judge("m", Purpose.HARM, asked -> error(400, "temperature is not supported", "", "temperature"));
        assertThrows(IOException.class, () -> one(judge));
        assertEquals(2, stub.asked.size());
    }
}
