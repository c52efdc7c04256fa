// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The output layer in training: log-probabilities of given tokens, and their gradient. Only a few rows of f32 logits are in
 * memory at a time, and their gradient, softmax minus one at the token, overwrites them; so this step is written by hand,
 * while the layers below use automatic differentiation.
 */
final class LossHead {
    /** Elements of the logits in memory at once, with as many log-probabilities: 2 x 64 MiB of f32. */
    private static final long CHUNK = 16 << 20;

    private final Tensor weight;
    private final OptionalDouble cap;
    private final Tensor states;
    private final int[] tokens;
    private final float[] found;
    private final int step;

    /** The only chunk, where there is just one, so that it is not computed twice. */
    private @Nullable Chunk only;

    private record Chunk(Tensor logits, Tensor logProbabilities) {}

    /**
     * The head over some rows.
     *
     * @param weight [vocabulary, hidden]; takes a gradient if it is trained
     * @param cap soft cap on the logits
     * @param states after the last norm, [tokens.length, hidden], detached
     * @param tokens that follow the rows
     */
    LossHead(Tensor weight, OptionalDouble cap, Tensor states, int[] tokens) {
        this.weight = weight;
        this.cap = cap;
        this.states = states;
        this.tokens = tokens;
        this.found = new float[tokens.length];
        this.step = (int) Math.max(1, Math.min(tokens.length, CHUNK / weight.size(0)));
    }

    int rows() {
        return tokens.length;
    }

    /** log p of each row's token, after one of the two methods below. */
    float[] found() {
        return found;
    }

    /** log p of each row's token. */
    float[] logProbabilities() {
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int at = 0; at < tokens.length; at += step)
                try (TensorScope scope = new TensorScope()) {
                    Chunk chunk = forward(at);
                    if (step == tokens.length)
                        only = new Chunk(scope.keep(chunk.logits), scope.keep(chunk.logProbabilities));
                }
        }
        return found;
    }

    /**
     * Computes the gradient of the states, and adds to that of the weight.
     *
     * @param gradients d loss / d log p of each row
     * @return d loss / d states
     */
    Tensor backward(float[] gradients) {
        try (NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope()) {
            Tensor gradient = torch.empty_like(states);
            for (int at = 0; at < tokens.length; at += step) backward(at, gradients, gradient);
            return scope.keep(gradient);
        }
    }

    private void backward(int at, float[] gradients, Tensor gradient) {
        try (TensorScope scope = new TensorScope()) {
            Chunk chunk = only == null ? forward(at) : only;
            int n = rows(at);
            Tensor logits = chunk.logProbabilities.exp_();
            logits.scatter_add_(1, ids(at), torch.full(new long[] {n, 1}, new Scalar(-1), logits.options()));
            if (cap.isPresent()) logits.mul_(capDerivative(chunk.logits));
            Tensor factor = factor(gradients, at, n);
            ScalarType type = states.scalar_type();
            Tensor narrow = logits.to(type);
            gradient.narrow(0, at, n).copy_(Gemm.product(narrow, weight).mul_(factor));
            if (weight.requires_grad())
                Gradients.addProduct(weight, narrow.t(), states.narrow(0, at, n).mul(factor));
        }
    }

    private int rows(int at) {
        return Math.min(step, tokens.length - at);
    }

    private Tensor ids(int at) {
        int[] part = Arrays.copyOfRange(tokens, at, at + rows(at));
        return torch.tensor(part).to(states.device(), ScalarType.Long).unsqueeze(1);
    }

    private Chunk forward(int at) {
        Tensor part = states.narrow(0, at, rows(at));
        Tensor logits = Gemm.linear(part, weight, null).to(ScalarType.Float);
        if (cap.isPresent()) logits.div_(new Scalar(cap.getAsDouble())).tanh_().mul_(new Scalar(cap.getAsDouble()));
        Tensor all = logits.log_softmax(1);
        new FloatPointer(all.gather(1, ids(at)).cpu().data_ptr()).get(found, at, rows(at));
        return new Chunk(logits, all);
    }

    /** d capped / d logit, 1 − tanh², in place of the capped logits. */
    private Tensor capDerivative(Tensor capped) {
        Tensor tanh = capped.div_(new Scalar(cap.getAsDouble()));
        return tanh.square_().neg_().add_(new Scalar(1));
    }

    /** Negated, since the gradient of the logits is that of −log p. */
    private Tensor factor(float[] all, int at, int n) {
        float[] negated = new float[n];
        for (int i = 0; i < n; i++) negated[i] = -all[at + i];
        return torch.tensor(negated).to(states.device(), states.scalar_type()).unsqueeze(1);
    }
}
