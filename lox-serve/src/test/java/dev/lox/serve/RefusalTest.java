// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    private static final String CHAT = "'model': 'm', 'messages': [{'role': 'user', 'content': 'hi'}]";
    private static final String TEXT = "'model': 'm', 'prompt': 'hi'";

    private static BodyFields fields(String body) {
        return BodyFields.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ApiError refused(String body) {
        return assertThrows(ApiError.class, () -> {
            BodyFields fields = fields(body);
            if (body.contains("messages")) ChatRequest.read(fields);
            else CompletionsRequest.read(fields);
        });
    }

    private static String param(ApiError e) {
        return e.json().at("/error/param").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frequency_penalty | 0.5 | 0",
                "presence_penalty | -1 | 0.0",
                "repetition_penalty | 1.1 | 1",
                "length_penalty | 2 | 1",
                "min_p | 0.1 | 0",
                "min_tokens | 3 | 0",
                "best_of | 2 | 1",
                "logit_bias | {'5': 3} | {}",
                "tools | [{'type': 'function'}] | []",
                "functions | [{'name': 'f'}] | []",
                "tool_choice | 'required' | 'none'",
                "function_call | {'name': 'f'} | 'auto'",
                "response_format | {'type': 'json_object'} | {'type': 'text'}",
                "suffix | 'x' | ''",
                "modalities | ['audio'] | ['text']",
                "audio | {'voice': 'v'} | null",
                "prediction | {'type': 'content'} | null",
                "web_search_options | {} | null",
                "reasoning_effort | 'high' | 'none'",
                "use_beam_search | true | false",
                "ignore_eos | true | false",
                "include_stop_str_in_output | true | false",
                "continue_final_message | true | false",
                "skip_special_tokens | false | true",
                "add_generation_prompt | false | true",
                "stop_token_ids | [4] | []",
                "bad_words | ['x'] | []",
                "documents | [{}] | []",
                "chat_template_kwargs | {'a': 1} | {}",
                "chat_template | 'x' | null",
                "prompt_logprobs | 1 | null",
                "truncate_prompt_tokens | 5 | null",
                "guided_json | {} | null",
                "guided_regex | 'a' | null",
                "guided_choice | ['a'] | null",
                "guided_grammar | 'a' | null",
                "structured_outputs | {} | null"
            })
    void unsupportedParameter_isRefusedByName_andItsHarmlessValueIsNot(String name, String bad, String harmless) {
        for (String base : new String[] {CHAT, TEXT}) {
            ApiError e = refused("{" + base + ", '" + name + "': " + bad + "}");
            assertEquals(400, e.status());
            assertEquals(name, param(e));
            BodyFields fine = fields("{" + base + ", '" + name + "': " + harmless + "}");
            if (base.equals(CHAT)) ChatRequest.read(fine);
            else CompletionsRequest.read(fine);
        }
    }

    @Test
    void unsupportedParameters_areAllTested() throws NoSuchMethodException {
        CsvSource source = RefusalTest.class
                .getDeclaredMethod(
                        "unsupportedParameter_isRefusedByName_andItsHarmlessValueIsNot",
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);
        Set<String> tested = new TreeSet<>();
        for (String line : source.value()) tested.add(line.split("\\|")[0].strip());
        assertEquals(new TreeSet<>(UnsupportedParameters.names()), tested);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature | -1",
                "temperature | 'hot'",
                "temperature | 1e999",
                "top_p | 0",
                "top_p | 1.5",
                "top_k | -2",
                "top_k | 1.5",
                "seed | 1.5",
                "seed | 99999999999999999999",
                "n | 0",
                "n | 9",
                "n | '2'",
                "stop | ''",
                "stop | [1]",
                "stop | {}",
                "stop | ['1','2','3','4','5','6','7','8','9','a','b','c','d','e','f','g','h']",
                "stream | 'yes'",
                "max_tokens | -1",
                "max_tokens | 0",
                "max_tokens | 2.5",
                "max_completion_tokens | 0",
                "stream_options | {'include_usage': true}"
            })
    void valueOutOfRange_isRefusedByName(String name, String bad) {
        for (String base : new String[] {CHAT, TEXT})
            assertEquals(name, param(refused("{" + base + ", '" + name + "': " + bad + "}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "messages | 'messages': 5",
                "messages | 'messages': []",
                "messages[0] | 'messages': ['hi']",
                "messages[0].role | 'messages': [{'content': 'hi'}]",
                "messages[0].role | 'messages': [{'role': 'tool', 'content': 'hi'}]",
                "messages[0].content | 'messages': [{'role': 'user'}]",
                "messages[0].content | 'messages': [{'role': 'user', 'content': '\\ud800'}]",
                "messages[0].content[0] | 'messages': [{'role': 'user', 'content': [{'type': 'image_url'}]}]",
                "messages[0].tool_calls | 'messages': [{'role': 'assistant', 'tool_calls': [{}]}]",
                "logprobs | 'messages': [{'role': 'user', 'content': 'hi'}], 'logprobs': 3",
                "top_logprobs | 'messages': [{'role': 'user', 'content': 'hi'}], 'logprobs': true, 'top_logprobs': 21",
                "top_logprobs | 'messages': [{'role': 'user', 'content': 'hi'}], 'top_logprobs': 2",
                "echo | 'messages': [{'role': 'user', 'content': 'hi'}], 'echo': true",
                "prompt | 'echo': false",
                "prompt | 'prompt': {}",
                "prompt | 'prompt': []",
                "prompt[1] | 'prompt': [1, 'a']",
                "prompt[1] | 'prompt': ['a', [1]]",
                "prompt[0] | 'prompt': [true]",
                "prompt[0][1] | 'prompt': [[1, -1]]",
                "logprobs | 'prompt': 'a', 'logprobs': 21",
                "logprobs | 'prompt': 'a', 'logprobs': true"
            })
    void malformedContent_isRefusedByPlace(String place, String rest) {
        assertEquals(place, param(refused("{'model': 'm', " + rest + "}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "5",
                "{'a': 1, 'a': 2}",
                "{} {}",
                "{'a': NaN}",
                "{'a': 01}",
                "\ufeff{}",
                "{'a': '\u0001'}"
            })
    void malformedBody_isRefused(String body) {
        ApiError e = refused(body);
        assertEquals(400, e.status());
        assertEquals("invalid_request_error", e.json().at("/error/type").asText());
    }

    @Test
    void deepBody_isRefused() {
        assertEquals(
                400,
                refused("{'a': " + "[".repeat(5000) + "]".repeat(5000) + "}").status());
    }

    @Test
    void brokenUtf8_isRefused() {
        assertThrows(ApiError.class, () -> BodyFields.parse(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}));
    }

    @Test
    void unknownFields_areIgnored() {
        assertEquals(
                "m",
                CompletionsRequest.read(fields("{" + TEXT + ", 'user': 'u', 'mine': [1]}"))
                        .parameters()
                        .model());
        assertFalse(
                CompletionsRequest.read(fields("{" + TEXT + ", 'echo': null}")).echo());
        assertTrue(refused("{'prompt': 'a'}").getMessage().contains("model"));
    }
}
