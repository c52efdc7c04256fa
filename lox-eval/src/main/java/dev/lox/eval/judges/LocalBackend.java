// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Answer;
import dev.lox.eval.endpoint.Answer.Ending;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.Engine;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.reply.BatchGenerator;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.ReplySettings;
import dev.lox.lm.text.PromptFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A local model, loaded when first needed, to leave its memory to others until then. */
final class LocalBackend implements ChatBackend {
    /** Text that no template trims and no tokenizer changes. */
    private static final Exchange PROBE = new Exchange("first-probe-5c1f", "second-probe-e07a");

    private final LocalModel source;
    private @Nullable LanguageModel opened;
    private long tokens;

    LocalBackend(LocalModel source) {
        this.source = source;
    }

    @Override
    public String identity() {
        return "local\n" + source.fingerprint() + "\ntemperature 0";
    }

    @Override
    public ObjectNode record() {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("model", source.name()).put("model_fingerprint", source.fingerprint());
        record.put("temperature", 0);
        return record.put("completion_tokens", tokens);
    }

    @Override
    public void answer(Question question, List<Exchange> exchanges, Sink sink) throws IOException {
        LanguageModel model = open(question);
        PromptFormat format = question.format().of(model);
        List<Prompt> prompts = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        int longest = Engine.longestSequence(model.lm(), source.batching());
        for (int i = 0; i < exchanges.size(); i++) {
            Prompt prompt = new Prompt(String.valueOf(i), question.request(exchanges.get(i)));
            int length = model.tokenizer().encode(format.text(prompt.request()), format.addsSpecialTokens()).length;
            if (length <= longest - question.maxNewTokens()) {
                prompts.add(prompt);
                indices.add(i);
            } else sink.accept(i, tooLong(length, longest));
        }
        if (prompts.isEmpty()) return;
        ReplySettings settings =
                new ReplySettings(question.maxNewTokens(), Sampling.GREEDY, List.of(), source.batching());
        int[] next = {0};
        tokens += new BatchGenerator(model, question.format(), settings, prompts)
                .answer(
                        0,
                        reply -> sink.accept(
                                indices.get(next[0]++),
                                new Answer(
                                        reply.reply(),
                                        reply.finish() == Finish.STOP ? Ending.WHOLE : Ending.CUT,
                                        0,
                                        reply.tokens())),
                        (done, total, generated) -> {});
    }

    private static Answer tooLong(int length, int longest) {
        return new Answer(
                "not asked: the question has " + length
                        + " tokens, the judge's context (and the memory for its KV cache) holds " + longest
                        + " with the answer",
                Ending.UNASKED,
                0,
                0);
    }

    private LanguageModel open(Question question) throws IOException {
        if (opened != null) return opened;
        LanguageModel model = source.opener().open();
        try {
            String text = question.format().of(model).text(question.request(PROBE));
            // Templates for multi-part turns, such as those with images, drop turns that are plain text.
            if (!text.contains(PROBE.prompt()) || !text.contains(PROBE.reply()))
                throw new InvalidInputException(source.name()
                        + ": its chat template leaves out what is to be judged; serve the model, and pass openai:NAME");
        } catch (Throwable e) {
            model.close();
            throw e;
        }
        opened = model;
        return model;
    }

    @Override
    public void close() {
        if (opened != null) opened.close();
        opened = null;
    }
}
