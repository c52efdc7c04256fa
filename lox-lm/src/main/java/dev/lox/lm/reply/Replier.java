// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.Completion;
import dev.lox.lm.generate.CompletionRequest;
import dev.lox.lm.generate.Engine;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.text.PromptFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers prompts, many at a time. */
public final class Replier {
    private final LanguageModel model;
    private final ReplySettings settings;
    private final List<Prompt> prompts;
    private final List<int[]> encoded;

    /**
     * Encodes all prompts.
     *
     * @throws BadInputException if the model does not have the format, or naming every prompt that does not fit
     */
    public Replier(LanguageModel model, ReplySettings settings, List<Prompt> prompts) {
        this.model = model;
        this.settings = settings;
        this.prompts = List.copyOf(prompts);
        this.encoded = encode();
    }

    private List<int[]> encode() {
        PromptFormat format = settings.format().of(model);
        int longest = Engine.longestSequence(model.lm(), settings.batching());
        List<int[]> all = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (Prompt p : prompts) {
            int[] tokens = model.tokenizer().encode(format.text(p.request()), format.addsSpecialTokens());
            if (tokens.length == 0) complaints.add("prompt " + p.id() + ": is empty");
            if (tokens.length >= longest)
                complaints.add("prompt " + p.id() + ": has " + tokens.length + " tokens, the context (and --max-memory)"
                        + " holds " + longest + " with the reply");
            all.add(tokens);
        }
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        return all;
    }

    /**
     * Answers the prompts.
     *
     * @param first where to begin; a prompt's random numbers follow from the seed and its place among all
     * @param sink is given the replies in the order of the prompts, each as soon as those before it are there
     * @return tokens generated
     */
    public long answer(int first, Consumer<Reply> sink, ReplyProgress progress) {
        try (Engine engine = new Engine(model.lm(), model.endTokens(), settings.batching())) {
            List<ReplyText> texts = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                ReplyText text = new ReplyText(model.tokenizer(), model.endTokens(), settings.stops());
                texts.add(text);
                if (i < first) continue;
                engine.add(new CompletionRequest(i, encoded.get(i), settings.maxNewTokens(), sampling(i), text, false));
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
                progress.step(done[0], replies.length, generated);
            }
            return generated;
        }
    }

    private Sampling sampling(int index) {
        Sampling s = settings.sampling();
        return s.greedy()
                ? s
                : new Sampling(s.temperature(), s.topK(), s.topP(), s.seed() * 0x9E3779B97F4A7C15L + index);
    }

    private static Reply reply(Prompt prompt, ReplyText text, Completion completion) {
        return new Reply(
                prompt.id(),
                prompt.text(),
                text.finish(),
                completion.tokens().length,
                completion.finish().label());
    }
}
