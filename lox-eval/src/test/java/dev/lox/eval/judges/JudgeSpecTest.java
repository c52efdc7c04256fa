// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Endpoint;
import dev.lox.eval.endpoint.RetryPolicy;
import dev.lox.lm.generate.Batching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeSpecTest {
    @TempDir
    Path folder;

    private static final Endpoint ENDPOINT = new Endpoint(
            Endpoint.base("http://localhost:1/v1"), Optional.empty(), 8, Duration.ofSeconds(1), RetryPolicy.DEFAULT);

    private static Judge open(String name, Purpose purpose, Optional<Path> prompt)
            throws IOException, InterruptedException {
        JudgeSettings settings = new JudgeSettings(
                Optional.of(ENDPOINT),
                Optional.empty(),
                prompt,
                Optional.empty(),
                model -> new LocalModel(
                        model,
                        "f",
                        () -> {
                            throw new AssertionError("opened before it is needed");
                        },
                        new Batching(1, 1 << 20)));
        return JudgeSpec.parse(name).open(purpose, settings);
    }

    private static String question(String name, Purpose purpose) throws IOException, InterruptedException {
        try (Judge judge = open(name, purpose, Optional.empty())) {
            assertEquals(name, judge.name());
            return judge.record().path("question").asText();
        }
    }

    private static String refused(String name, Purpose purpose, Optional<Path> prompt) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> open(name, purpose, prompt));
        return e.getMessage();
    }

    @Test
    void model_isKnownByItsName() throws Exception {
        assertEquals("harm rubric", question("openai:some-model", Purpose.HARM));
        assertEquals("refusal rubric", question("model:/models/llama-3-8b", Purpose.REFUSAL));
        assertEquals("helpfulness rubric", question("openai:guard", Purpose.HELPFULNESS));
        for (String name :
                List.of("model:meta-llama/Llama-Guard-3-8B", "openai:llama-guard3:8b", "model:/m/LlamaGuard_7b/"))
            assertEquals("llama guard", question(name, Purpose.HARM));
        assertEquals("harmbench llama", question("openai:cais/HarmBench-Llama-2-13b-cls", Purpose.HARM));
        assertEquals("harmbench mistral", question("model:C:\\m\\harmbench_mistral_7b_val_cls", Purpose.HARM));
        assertEquals("wildguard", question("model:allenai/wildguard", Purpose.HARM));
        assertEquals("wildguard", question("model:allenai/wildguard", Purpose.REFUSAL));
        // A folder above it says nothing.
        assertEquals("harm rubric", question("model:/wildguard/some-model", Purpose.HARM));
    }

    @Test
    void name_thatMeansNothing_isRefusedWithThoseThatDo() {
        for (String name : List.of("refusals", "gpt-4", "openai:", "model: ", "", "OPENAI:x", "openai:a\nb"))
            assertTrue(refused(name, Purpose.HARM, Optional.empty()).contains("openai:NAME"), name);
    }

    @Test
    void question_thatAClassifierCannotAnswer_isRefused() {
        for (String name : List.of("openai:llama-guard", "openai:harmbench-llama-2-13b-cls")) {
            assertTrue(refused(name, Purpose.REFUSAL, Optional.empty()).contains("does not tell refusal"));
            assertTrue(refused(name, Purpose.HELPFULNESS, Optional.empty()).contains("does not tell helpfulness"));
        }
        assertTrue(refused("model:wildguard", Purpose.HELPFULNESS, Optional.empty())
                .contains("helpfulness"));
        for (String name : List.of("model:harmbench", "model:HarmBench-Llama-2-13b-cls-multimodal-behaviors"))
            assertTrue(refused(name, Purpose.HARM, Optional.empty()).contains("format of its own"));
    }

    @Test
    void prompt_ofTheUsersOwn_needsItsPlaces() throws Exception {
        Path file = Files.writeString(folder.resolve("own.txt"), "Q: {prompt}\nA: {reply}\nEnd with #thescore: N");
        assertEquals(
                "own prompt",
                open("openai:m", Purpose.HARM, Optional.of(file))
                        .record()
                        .path("question")
                        .asText());
        assertTrue(refused("openai:m", Purpose.REFUSAL, Optional.of(file)).contains("gives a score"));
        assertTrue(refused("openai:wildguard", Purpose.HARM, Optional.of(file)).contains("classifier"));
        for (String text : List.of("", "{prompt}", "{reply}", "{prompt} {reply} {reply}")) {
            Files.writeString(file, text);
            String problem = refused("openai:m", Purpose.HARM, Optional.of(file));
            assertTrue(problem.contains("own.txt: expected {") && problem.contains("once"), problem);
        }
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertTrue(refused("openai:m", Purpose.HARM, Optional.of(file)).contains("UTF-8"));
        assertTrue(refused("openai:m", Purpose.HARM, Optional.of(folder)).contains("no such file"));
    }
}
