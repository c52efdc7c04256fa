// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.harden.RankChoice;

/** How a fine-tuned model is repaired. */
public sealed interface Method {
    /**
     * W = W_ft + α·Proj_k(W_aligned − W_base): the safety vector of task arithmetic is added (RESTA, Bhardwaj, Do &amp;
     * Poria 2024, arXiv 2402.11746). The paper takes the vector from an aligned model and one whose alignment was
     * trained away; the base, which was never aligned, stands in for the latter here.
     */
    record Resta(RankChoice rank, double alpha) implements Method {
        public static final Resta DEFAULT = new Resta(new RankChoice.Full(), 0.5);

        public Resta {
            if (!Double.isFinite(alpha)) throw new IllegalArgumentException("alpha must be finite: " + alpha);
        }
    }

    /** W = (1 − α)·W_aligned + α·W_ft, every tensor (WiSE-FT, Wortsman et al. 2022, arXiv 2109.01903). */
    record WiseFt(double alpha) implements Method {
        public static final WiseFt DEFAULT = new WiseFt(0.5);

        public WiseFt {
            if (!(alpha >= 0 && alpha <= 1)) throw new IllegalArgumentException("alpha must be a share: " + alpha);
        }
    }

    /**
     * W = W_aligned + C·ΔW where the cosine between ΔW = W_ft − W_aligned and C·ΔW is below the threshold, else W_ft; C =
     * V·Vᵀ / ‖V‖_F, V = W_aligned − W_base (SafeLoRA, Hsu et al. 2024, arXiv 2405.16833, as in its authors' code: the
     * divisor is the norm of V, so that C is no projection but also scales).
     */
    record SafeLora(double threshold) implements Method {
        /** Where the authors' code puts it. */
        public static final SafeLora DEFAULT = new SafeLora(0.5);

        public SafeLora {
            if (!(threshold >= -1 && threshold <= 1))
                throw new IllegalArgumentException("a cosine is between -1 and 1: " + threshold);
        }
    }

    /** As on the command line. */
    default String label() {
        if (this instanceof Resta) return "resta";
        return this instanceof WiseFt ? "wise-ft" : "safelora";
    }

    /** Adds the method and its parameters. */
    default void describe(ObjectNode json) {
        json.put("method", label());
        if (this instanceof Resta resta)
            json.put("rank", resta.rank().toString()).put("alpha", resta.alpha());
        if (this instanceof WiseFt wise) json.put("alpha", wise.alpha());
        if (this instanceof SafeLora safe) json.put("threshold", safe.threshold());
    }

    /** Whether the model before alignment is read. */
    default boolean needsBase() {
        return !(this instanceof WiseFt);
    }
}
