// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.lm.model.TopTokens;
import java.util.Arrays;

/** A running request: its tokens so far, and how many of them the model has seen. */
final class Sequence {
    final CompletionRequest request;
    private final int limit;
    private final Sampler sampler;
    private int[] tokens;
    private int length;
    private int seen;
    private float[] logProbabilities = {};

    Sequence(CompletionRequest request, int limit) {
        this.request = request;
        this.limit = limit;
        this.sampler = new Sampler(request.sampling());
        this.tokens = Arrays.copyOf(request.prompt(), limit);
        this.length = request.prompt().length;
        if (request.logProbabilities()) logProbabilities = new float[limit - length];
    }

    /** Its maximum length, prompt included. */
    int limit() {
        return limit;
    }

    int length() {
        return length;
    }

    /** Number of tokens the model has not seen: the rest of the prompt, or the latest token. */
    int unseen() {
        return length - seen;
    }

    boolean isNew() {
        return seen == 0;
    }

    boolean answering() {
        return length > request.prompt().length;
    }

    /** Length of the common prefix with a sequence in an earlier slot, counting tokens that this step computes there. */
    int commonPrefix(Sequence other) {
        int n = Math.min(request.prompt().length - 1, other.seen);
        int same = Arrays.mismatch(tokens, 0, n, other.tokens, 0, n);
        return same < 0 ? n : same;
    }

    void skip(int count) {
        seen = count;
    }

    /** Returns the next unseen tokens and marks them as seen. */
    int[] take(int count) {
        int[] part = Arrays.copyOfRange(tokens, seen, seen + count);
        seen += count;
        return part;
    }

    Sampler sampler() {
        return sampler;
    }

    void append(int token, float logProbability) {
        if (request.logProbabilities()) logProbabilities[length - request.prompt().length] = logProbability;
        tokens[length++] = token;
    }

    /** Whether the stop rule ends it with the latest token. */
    boolean stops(TopTokens alternatives) {
        int token = tokens[length - 1];
        if (!request.logProbabilities()) return request.stop().endsWith(token);
        float logProbability = logProbabilities[length - 1 - request.prompt().length];
        return request.stop().endsWith(token, logProbability, alternatives.first(request.alternatives()));
    }

    boolean full() {
        return length == limit;
    }

    Completion completion(Finish finish) {
        int[] answer = Arrays.copyOfRange(tokens, request.prompt().length, length);
        float[] values = request.logProbabilities() ? Arrays.copyOf(logProbabilities, answer.length) : new float[0];
        return new Completion(request.id(), answer, finish, values);
    }
}
