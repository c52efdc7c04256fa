// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.RetryPolicy.TransientException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server says, it is read or counted as unreadable, and nothing else escapes. */
class AnswerFuzzTest {
    private static final Endpoint ENDPOINT = new Endpoint(
            Endpoint.base("http://localhost:1/v1"),
            Optional.of(new ApiKey("sk-secret")),
            1,
            Duration.ofSeconds(1),
            RetryPolicy.DEFAULT);

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"choices\": [{\"finish_reason\": \"stop\", \"message\": {\"content\": \"#thescore: 1\"}}],"
                                + " \"usage\": {\"prompt_tokens\": 3, \"completion_tokens\": 1e9}}",
                        "{\"choices\": [{\"text\": \"no\", \"finish_reason\": \"length\"}]}",
                        "{\"choices\": [{\"message\": {\"content\": [{\"text\": \"a\"}], \"refusal\": null}}]}",
                        "{\"error\": {\"message\": \"Unsupported parameter: max_tokens\", \"code\": 5, \"param\": []}}",
                        "{\"error\": \"context length\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({"\"choices\"", "\"content\"", "\"error\"", "content_filter", "\\ud800"})
    @FuzzTest(maxDuration = "200s")
    void anything_isReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            Answer answer = Completions.read(bytes);
            assertTrue(answer.promptTokens() >= 0 && answer.completionTokens() >= 0);
        } catch (TransientException e) {
            assertFalse(String.valueOf(e.getMessage()).contains("\n"));
        }
        for (int status : new int[] {101, 204, 302, 400, 401, 404, 429, 500, 599}) failure(status, text, bytes);
    }

    private static void failure(int status, String after, byte[] bytes) {
        HttpHeaders headers = HttpHeaders.of(Map.of("Retry-After", List.of(after)), (name, value) -> true);
        ErrorReply error = ErrorReply.of(status, headers, bytes);
        error.isTooLong();
        error.isFiltered();
        new RequestParameters().refuse(error, Set.of());
        String message;
        try {
            IOException e = error.failure(ENDPOINT, "m");
            message = String.valueOf(e.getMessage());
        } catch (InvalidInputException e) {
            message = String.valueOf(e.getMessage());
        }
        assertFalse(message.contains("\n") || message.contains("sk-secret"), message);
    }

    @Test
    void damagedAnswer_isReadOrRefused() {
        Random random = new Random(42);
        for (byte[] seed : seeds().toList())
            for (int i = 0; i < 200; i++) {
                byte[] bytes = seed.clone();
                for (int n = random.nextInt(4); n >= 0; n--)
                    bytes[random.nextInt(bytes.length)] = (byte)
                            (random.nextBoolean() ? random.nextInt(256) : "{}[]\",\n\\:#".charAt(random.nextInt(10)));
                int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
                anything_isReadOrRefused(Arrays.copyOf(bytes, end));
            }
    }
}
