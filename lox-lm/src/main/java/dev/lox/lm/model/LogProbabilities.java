// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** log p(token | tokens before it) of given sequences, a few rows of logits at a time. */
final class LogProbabilities {
    /** Elements of the logits in memory at once: 32 MiB of f32. */
    private static final long LOGITS = 8 << 20;

    private LogProbabilities() {}

    static float[][] of(Decoder decoder, ModelConfig config, Placement placement, List<int[]> sequences) {
        return pass(decoder, config, placement, sequences, 0, new ArrayList<>());
    }

    static List<SequenceScores> scores(
            Decoder decoder, ModelConfig config, Placement placement, List<int[]> sequences, int top) {
        List<TopTokens> tops = new ArrayList<>();
        float[][] values = pass(decoder, config, placement, sequences, top, tops);
        List<SequenceScores> scores = new ArrayList<>();
        int at = 0;
        for (float[] v : values) scores.add(new SequenceScores(v, List.copyOf(tops.subList(at, at += v.length + 1))));
        return scores;
    }

    /** Fills {@code tops} with the {@code top} most likely successors of each token of all sequences. */
    private static float[][] pass(
            Decoder decoder,
            ModelConfig config,
            Placement placement,
            List<int[]> sequences,
            int top,
            List<TopTokens> tops) {
        try (InferenceMode inference = new InferenceMode();
                TensorScope scope = new TensorScope()) {
            ForwardBatch passage = ForwardBatch.of(sequences);
            int[] lengths = sequences.stream().mapToInt(s -> s.length).toArray();
            PackedAttention attention = new PackedAttention(config, lengths, placement);
            Tensor hidden = decoder.hidden(passage, attention, placement);
            int[] targets = new int[passage.tokens().length];
            System.arraycopy(passage.tokens(), 1, targets, 0, targets.length - 1);
            float[] all = new float[targets.length];
            int step = (int) Math.max(1, LOGITS / config.vocabularySize());
            for (int at = 0; at < all.length; at += step)
                rows(decoder, hidden, targets, at, Math.min(step, all.length - at), all, top, tops);
            return split(all, lengths);
        }
    }

    private static void rows(
            Decoder decoder, Tensor hidden, int[] targets, int at, int n, float[] all, int top, List<TopTokens> tops) {
        try (TensorScope scope = new TensorScope()) {
            Tensor logits = decoder.logits(hidden.narrow(0, at, n)).to(ScalarType.Float);
            Tensor values = Logits.logProbabilities(logits, Arrays.copyOfRange(targets, at, at + n));
            new FloatPointer(values.data_ptr()).get(all, at, n);
            tops.addAll(TopTokens.of(logits, top));
        }
    }

    /** The last row of a sequence predicts nothing of it. */
    private static float[][] split(float[] all, int[] lengths) {
        float[][] found = new float[lengths.length][];
        for (int i = 0, at = 0; i < lengths.length; at += lengths[i++]) {
            found[i] = new float[lengths[i] - 1];
            System.arraycopy(all, at, found[i], 0, lengths[i] - 1);
        }
        return found;
    }
}
