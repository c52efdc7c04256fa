// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
import dev.lox.base.Setting;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.Completion;
import dev.lox.lm.generate.CompletionRequest;
import dev.lox.lm.generate.Engine;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.text.PromptFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers prompts, many at a time. */
public final class BatchGenerator {
    private final LanguageModel model;
    private final ReplySettings settings;
    private final List<Prompt> prompts;
    private final List<int[]> encoded;
    private final Set<Integer> endTokens;

    /**
     * Encodes all prompts.
     *
     * @throws InvalidInputException if the model does not have the format, or naming every prompt that does not fit it or the
     *     context
     */
    public BatchGenerator(LanguageModel model, FormatName format, ReplySettings settings, List<Prompt> prompts) {
        this.model = model;
        this.settings = settings;
        this.prompts = List.copyOf(prompts);
        this.encoded = encode(format.of(model));
        this.endTokens = model.endTokens(settings.stops());
    }

    private List<int[]> encode(PromptFormat format) {
        List<int[]> all = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Prompt p : prompts) {
            try {
                all.add(encode(format, p));
            } catch (InvalidInputException e) {
                e.details().forEach(d -> problems.add(d.within("prompt " + p.id())));
            }
        }
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        return all;
    }

    private int[] encode(PromptFormat format, Prompt prompt) {
        int[] tokens = model.tokenizer().encode(format.text(prompt.request()), format.addsSpecialTokens());
        int longest = Engine.longestSequence(model.lm(), settings.batching());
        if (tokens.length == 0) throw new InvalidInputException("is empty");
        if (tokens.length >= longest)
            throw new InvalidInputException(
                    "has %s tokens, the context (and %s) holds %s with the reply",
                    tokens.length, Setting.of("max-memory"), longest);
        for (int token : tokens)
            if (token >= model.lm().config().vocabularySize())
                throw new InvalidInputException("has the token "
                        + model.tokenizer().token(token) + ", which the model has no" + " embedding for");
        return tokens;
    }

    /**
     * Answers the prompts.
     *
     * @param first index of the first prompt to answer; random numbers depend on the seed and a prompt's index
     * @param sink receives the replies in the order of the prompts, each as soon as all earlier ones are done
     * @return tokens generated
     */
    public long answer(int first, Consumer<Reply> sink, ReplyProgress progress) {
        try (Engine engine = new Engine(model.lm(), endTokens, settings.batching())) {
            List<ReplyText> texts = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                ReplyText text = model.reply(settings.stops());
                texts.add(text);
                if (i < first) continue;
                engine.add(new CompletionRequest(
                        i,
                        encoded.get(i),
                        settings.maxNewTokens(),
                        settings.sampling().forAnswer(i),
                        text,
                        false));
            }
            @Nullable Reply[] replies = new Reply[prompts.size()];
            int written = first;
            int[] done = {first};
            long generated = 0;
            while (!engine.idle()) {
                generated += engine.step(c -> {
                    int i = (int) c.id();
                    replies[i] = reply(prompts.get(i), texts.get(i), c);
                    done[0]++;
                });
                for (; written < replies.length; written++) {
                    Reply next = replies[written];
                    if (next == null) break;
                    sink.accept(next);
                }
                progress.step(done[0] - first, replies.length - first, generated);
            }
            return generated;
        }
    }

    private static Reply reply(Prompt prompt, ReplyText text, Completion completion) {
        String reply = prompt.request().prefill() + text.finish();
        Finish finish = text.stopped() ? Finish.STOP : completion.finish();
        return new Reply(
                prompt.id(),
                prompt.text(),
                reply,
                completion.tokens().length,
                finish,
                prompt.category(),
                prompt.request().digest());
    }
}
