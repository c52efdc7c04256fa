// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a body holds, it is understood or refused with a status, and nothing else escapes. */
class RequestFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{'model': 'm', 'messages': [{'role': 'system', 'content': 'a'}, {'role': 'user', 'content':"
                                + " [{'type': 'text', 'text': '\\u00e9'}]}], 'logprobs': true, 'top_logprobs': 2}",
                        "{'model': 'm', 'prompt': [[1, 2], [3]], 'echo': true, 'logprobs': 1, 'max_tokens': 0}",
                        "{'model': 'm', 'prompt': ['a', 'b'], 'n': 2, 'stop': ['x'], 'stream': true,"
                                + " 'stream_options': {'include_usage': true}, 'seed': -5, 'temperature': 0.5}",
                        "{'model': 'm', 'prompt': 'a', 'logit_bias': {}, 'tools': [], 'suffix': null, 'top_p': 1e-3}")
                .map(s -> s.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({
        "\"messages\"",
        "\"content\"",
        "\"prompt\"",
        "\"stop\"",
        "\"response_format\"",
        "\"logit_bias\"",
        "\"top_k\"",
        "\\ud800",
        "1e999",
        "[[",
        "null"
    })
    @FuzzTest(maxDuration = "200s")
    void anyBody_isUnderstoodOrRefused(byte[] body) {
        for (Function<BodyFields, Record> reader :
                List.<Function<BodyFields, Record>>of(ChatRequest::read, CompletionsRequest::read)) {
            try {
                reader.apply(BodyFields.parse(body));
            } catch (ApiError e) {
                assertEquals(400, e.status());
                String message = String.valueOf(e.getMessage());
                assertFalse(message.contains("\n") || message.length() > 1000, message);
                assertEquals(e.json(), Http.parse(e.json().toString()));
            }
        }
    }

    @Test
    void damagedBody_isUnderstoodOrRefused() {
        Random random = new Random(42);
        for (byte[] seed : seeds().toList())
            for (int i = 0; i < 2000; i++) {
                byte[] bytes = seed.clone();
                for (int n = random.nextInt(4); n >= 0; n--)
                    bytes[random.nextInt(bytes.length)] = (byte)
                            (random.nextBoolean() ? random.nextInt(256) : "{}[]\",\n\\:-1e".charAt(random.nextInt(12)));
                int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
                anyBody_isUnderstoodOrRefused(Arrays.copyOf(bytes, end));
            }
    }
}
