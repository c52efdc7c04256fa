// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.base.InvalidInputException;
import dev.lox.jinja.TemplateException;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Engine;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.text.ChatOptions;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.serve.CompletionsRequest.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Converts requests to tokens and refuses those that the model cannot process. */
final class RequestValidator {
    /** Choices per request: more would fill several batches and keep all other requests waiting. */
    private static final int MAX_CHOICES = 256;

    private static final int MOST_ENCODERS = 2;

    /** Text has about four characters a token; runs of white space reach some hundred. */
    private static final int MANY_CHARACTERS = 32;

    private final LanguageModel model;
    private final String name;
    private final int longest;

    /** The tokenizer takes some 200 times a text's size in memory. */
    private final Semaphore encoders = new Semaphore(MOST_ENCODERS);

    RequestValidator(LanguageModel model, String name, Batching batching) {
        this.model = model;
        this.name = name;
        this.longest = Engine.longestSequence(model.lm(), batching);
    }

    /** Length of the longest sequence that fits, in tokens of prompt and choice together. */
    int longest() {
        return longest;
    }

    PendingRequest chat(ChatRequest request) throws InterruptedException {
        RequestParameters p = request.parameters();
        p.checkModel(name);
        String text = render(request);
        // The template already contains the special tokens.
        int[] prompt = checked("messages", encode("messages", text, false));
        int maxTokens = p.maxTokens().orElse(Math.max(1, longest - prompt.length));
        checkLength("messages", prompt.length, maxTokens);
        List<ChoiceSpec> choices = new ArrayList<>();
        for (int i = 0; i < p.n(); i++)
            choices.add(new ChoiceSpec(
                    prompt, text, maxTokens, p.sampling().forAnswer(i), p.stops(), request.alternatives(), false));
        return new PendingRequest(choices);
    }

    private String render(ChatRequest request) {
        ChatTemplate template = model.template()
                .orElseThrow(() -> ApiError.body("the model has no chat template; use /v1/completions"));
        try {
            return template.render(request.messages(), ChatOptions.PROMPT);
        } catch (InvalidInputException e) {
            // Messages name files of this machine, which clients are not told.
            String reason = e.getCause() instanceof TemplateException t ? t.reason() : "it is for tools alone";
            throw ApiError.parameter("messages", "the model's chat template refuses the messages: " + reason);
        }
    }

    PendingRequest completions(CompletionsRequest request) throws InterruptedException {
        RequestParameters p = request.parameters();
        p.checkModel(name);
        if ((long) request.prompts().size() * p.n() > MAX_CHOICES)
            throw ApiError.parameter(
                    "prompt",
                    "a request can ask for " + MAX_CHOICES + " choices, got "
                            + request.prompts().size() + " prompts with n " + p.n());
        List<ChoiceSpec> choices = new ArrayList<>();
        for (Prompt prompt : request.prompts()) {
            int[] tokens = checked("prompt", tokens(prompt));
            int maxTokens = request.maxTokens(Math.max(1, longest - tokens.length));
            checkLength("prompt", tokens.length, maxTokens);
            String text = prompt instanceof Prompt.Text given
                    ? given.text()
                    : request.echo() ? model.tokenizer().decode(tokens, true) : "";
            for (int i = 0; i < p.n(); i++)
                choices.add(new ChoiceSpec(
                        tokens,
                        text,
                        maxTokens,
                        p.sampling().forAnswer(choices.size()),
                        p.stops(),
                        request.alternatives(),
                        request.echo()));
        }
        return new PendingRequest(choices);
    }

    private int[] tokens(Prompt prompt) throws InterruptedException {
        if (prompt instanceof Prompt.Text given) return encode("prompt", given.text(), true);
        return ((Prompt.Tokens) prompt).ids();
    }

    /** Encodes a text, a few at a time. Of one that is surely too long only as much as shows that is encoded. */
    private int[] encode(String where, String text, boolean special) throws InterruptedException {
        encoders.acquire();
        try {
            long bound = (long) MANY_CHARACTERS * longest;
            if (text.length() > bound) {
                int cut = text.offsetByCodePoints(0, text.codePointCount(0, (int) bound));
                int tokens = model.tokenizer().encode(text.substring(0, cut), special).length;
                if (tokens > longest)
                    throw ApiError.tooLong(
                            where,
                            "the context (and the server's memory for the KV cache) holds " + longest
                                    + " tokens, the prompt has more");
            }
            return model.tokenizer().encode(text, special);
        } finally {
            encoders.release();
        }
    }

    private int[] checked(String where, int[] tokens) {
        if (tokens.length == 0) throw ApiError.parameter(where, where + ": the prompt is empty");
        int vocabulary = model.lm().config().vocabularySize();
        for (int token : tokens)
            if (token >= vocabulary)
                throw ApiError.parameter(
                        where, where + ": the model has tokens up to " + (vocabulary - 1) + ", got " + token);
        return tokens;
    }

    private void checkLength(String where, int prompt, int maxTokens) {
        if ((long) prompt + maxTokens <= longest) return;
        throw ApiError.tooLong(
                where,
                "the context (and the server's memory for the KV cache) holds " + longest
                        + " tokens, the request asks for "
                        + ((long) prompt + maxTokens) + ": " + prompt + " for the prompt and " + maxTokens
                        + " for the answer");
    }
}
