// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.FloatCodec;
import java.io.IOException;
import java.util.List;

/**
 * W = (1 − α)·W_aligned + α·W_ft, every tensor (WiSE-FT, Wortsman et al. 2022, arXiv 2109.01903).
 *
 * @param alpha the fine-tuned model's share, from 0 to 1
 */
public record WiseFt(double alpha) implements WeightMethod {
    /** The mean of the two. */
    public static final WiseFt DEFAULT = new WiseFt(0.5);

    private static final int ELEMENTS = 1 << 16;

    public WiseFt {
        if (!(alpha >= 0 && alpha <= 1)) throw new IllegalArgumentException("alpha must be a share: " + alpha);
    }

    @Override
    public String label() {
        return "wise-ft";
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.FINETUNED, Role.ALIGNED);
    }

    @Override
    public ObjectNode describe(ObjectNode options) {
        return options.put("method", label()).put("alpha", alpha);
    }

    @Override
    public WeightMethod withAlpha(double share) {
        return new WiseFt(share);
    }

    @Override
    public String caption() {
        return "WiSE-FT, the fine-tuned model's share " + alpha;
    }

    @Override
    public String card() {
        return "# Repaired with LoX\n\nThe weights lie between the aligned and the fine-tuned model's:\n"
                + "W = (1 − α)·W_aligned + α·W_ft, α = " + alpha + " (WiSE-FT, arXiv 2109.01903).";
    }

    @Override
    public boolean takes(Shape shape) {
        return true;
    }

    /** In f64: the weights of two models are added, not a small update to large weights. */
    @Override
    public TensorOutcome write(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor, TensorSink sink)
            throws IOException {
        double[] finetuned = new double[ELEMENTS];
        double[] aligned = new double[ELEMENTS];
        double squares = 0;
        long n = job.shape().elements();
        for (long at = 0; at < n; at += ELEMENTS) {
            int count = (int) Math.min(ELEMENTS, n - at);
            decode(inputs.start(), at, count, finetuned);
            decode(inputs.get(job.index(Role.ALIGNED)), at, count, aligned);
            for (int i = 0; i < count; i++) {
                double step = (1 - alpha) * (aligned[i] - finetuned[i]);
                squares += step * step;
                finetuned[i] = (1 - alpha) * aligned[i] + alpha * finetuned[i];
            }
            editor.emitter().emit(job.name(), finetuned, count, sink);
        }
        return squares == 0 ? new TensorOutcome.Copied("unchanged") : new TensorOutcome.Averaged(Math.sqrt(squares));
    }

    private static void decode(TensorBytes from, long at, int count, double[] to) throws IOException {
        DType dtype = from.tensor().dtype();
        FloatCodec.decode(dtype, from.at(at * dtype.bytes(), count * dtype.bytes()), to, count);
    }
}
