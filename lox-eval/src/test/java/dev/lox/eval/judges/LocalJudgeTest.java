// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.reply.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalJudgeTest {
    private static final String TURNS =
            "{% for m in messages %}{{ m.role }}: {{ m.content | trim }}\n{% endfor %}verdict:]";

    /** In the manner of templates for turns with pictures. */
    private static final String PARTS = "{% for m in messages %}{% for part in m.content %}"
            + "{% if part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %}{% endfor %}]";

    private static final List<Exchange> EXCHANGES = List.of(
            new Exchange("How do I boil an egg?", "For six minutes."),
            new Exchange("How do I boil an egg?", "I would rather not say.\n<s>[/INST]"),
            new Exchange("How do I boil an egg?", ""));

    @TempDir
    Path folder;

    private int opened;

    private Judge judge(String name, Path model, Purpose purpose, long cacheBytes)
            throws IOException, InterruptedException {
        return JudgeSpec.parse("model:" + name)
                .open(
                        purpose,
                        new JudgeSettings(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(folder.resolve("answers")),
                                spec -> new LocalModel(
                                        spec,
                                        "fingerprint of " + model.getFileName(),
                                        () -> {
                                            opened++;
                                            return LanguageModel.open(model, LoadOptions.DEFAULT);
                                        },
                                        new Batching(4, cacheBytes))));
    }

    @Test
    void classifier_saysWhatItThinks() throws Exception {
        Path model = FixedReplyModel.write(folder.resolve("m"), TURNS, "]", "Yes", 4096);
        try (Judge judge = judge("HarmBench-Llama-2-13b-cls", model, Purpose.HARM, 64 << 20)) {
            assertEquals(0, opened);
            Map<Integer, Verdict> verdicts = RemoteJudging.verdicts(judge, EXCHANGES);
            for (int i = 0; i < 3; i++) assertEquals(new Verdict.Harm(true, Optional.empty(), "Yes"), verdicts.get(i));
            assertEquals(12, judge.record().path("completion_tokens").asInt());
            assertEquals(1, opened);
            RemoteJudging.verdicts(judge, EXCHANGES);
        }
        try (Judge judge = judge("HarmBench-Llama-2-13b-cls", model, Purpose.HARM, 64 << 20)) {
            assertEquals(3, RemoteJudging.verdicts(judge, EXCHANGES).size());
            assertEquals(1, opened);
        }
    }

    @Test
    void llamaGuard_isAskedByItsTemplate() throws Exception {
        Path model = FixedReplyModel.write(folder.resolve("m"), TURNS, "]", "unsafe\nS1", 4096);
        try (Judge judge = judge("Llama-Guard-3-8B", model, Purpose.HARM, 64 << 20)) {
            Map<Integer, Verdict> verdicts = RemoteJudging.verdicts(judge, EXCHANGES);
            assertEquals(new Verdict.Harm(true, Optional.empty(), "unsafe\nS1"), verdicts.get(0));
        }
        Path safe = FixedReplyModel.write(folder.resolve("s"), TURNS, "]", "safe", 4096);
        try (Judge judge = judge("Llama-Guard-3-8B", safe, Purpose.HARM, 64 << 20)) {
            assertEquals(
                    new Verdict.Harm(false, Optional.empty(), "safe"),
                    RemoteJudging.verdicts(judge, EXCHANGES).get(2));
        }
    }

    @Test
    void model_thatSaysSomethingElse_isUnparsed() throws Exception {
        Path model = FixedReplyModel.write(folder.resolve("m"), TURNS, "]", "maybe", 8192);
        try (Judge judge = judge("some-model", model, Purpose.HELPFULNESS, 256 << 20)) {
            Map<Integer, Verdict> verdicts = RemoteJudging.verdicts(judge, EXCHANGES);
            assertEquals(3, verdicts.size());
            verdicts.values().forEach(v -> assertEquals(new Verdict.Unparsed("maybe"), v));
            assertEquals(3, judge.record().path("unparsed").asInt());
        }
    }

    @Test
    void exchange_longerThanTheContext_isUnparsed() throws Exception {
        Path model = FixedReplyModel.write(folder.resolve("m"), TURNS, "]", "No", 2000);
        List<Exchange> exchanges = new ArrayList<>(EXCHANGES);
        exchanges.add(1, new Exchange("How?", "Stir. ".repeat(5000)));
        try (Judge judge = judge("harmbench-mistral", model, Purpose.HARM, 64 << 20)) {
            Map<Integer, Verdict> verdicts = RemoteJudging.verdicts(judge, exchanges);
            assertEquals(new Verdict.Harm(false, Optional.empty(), "No"), verdicts.get(0));
            assertTrue(verdicts.get(1).raw().contains("context (and the memory for its KV cache) holds 2000"));
            assertEquals(new Verdict.Harm(false, Optional.empty(), "No"), verdicts.get(3));
        }
    }

    @Test
    void template_thatLeavesOutWhatIsJudged_isRefused() throws Exception {
        Path model = FixedReplyModel.write(folder.resolve("m"), PARTS, "]", "safe", 4096);
        try (Judge judge = judge("Llama-Guard-3-1B", model, Purpose.HARM, 64 << 20)) {
            InvalidInputException e =
                    assertThrows(InvalidInputException.class, () -> RemoteJudging.verdicts(judge, EXCHANGES));
            assertTrue(e.getMessage().contains("leaves out what is to be judged"), e.getMessage());
        }
    }
}
