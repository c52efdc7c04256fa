// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;
import java.util.Optional;

/** What is minimised. */
public sealed interface Objective {
    /** The name a recipe has for it: {@code sft} or {@code dpo}. */
    String method();

    /**
     * Supervised fine-tuning: mean −log p per token.
     *
     * @param loss tokens that count
     * @param safeShare share of safety rows in the whole, where a file of them is given
     */
    record Sft(Loss loss, double safeShare) implements Objective {
        public Sft {
            new Checks()
                    .require(safeShare > 0 && safeShare < 1, "safeinst_share", "a share above 0 and below 1", safeShare)
                    .done();
        }

        @Override
        public String method() {
            return "sft";
        }
    }

    /**
     * Direct preference optimisation (Rafailov et al. 2023, arXiv 2305.18290): −log σ(β·(Δ_policy − Δ_reference)).
     *
     * @param beta weight of the reference model
     * @param labelSmoothing share of the pairs that are taken to be the wrong way round (cDPO)
     * @param sft a term added to the loss
     */
    record Dpo(double beta, double labelSmoothing, Optional<SftTerm> sft) implements Objective {
        public Dpo {
            new Checks()
                    .positive("beta", beta)
                    .below(0.5, "label_smoothing", labelSmoothing)
                    .done();
        }

        @Override
        public String method() {
            return "dpo";
        }
    }

    /**
     * Supervised fine-tuning beside the preferences: mean −log p per token of replies.
     *
     * @param weight with which it is added
     * @param on whose replies
     */
    record SftTerm(double weight, Replies on) {
        public SftTerm {
            new Checks().positive("sft_weight", weight).done();
        }
    }

    /** Replies that the supervised term is taken over. */
    enum Replies {
        /** The preferred ones of the pairs. */
        CHOSEN,
        /** Those of harmless rows given beside the pairs. */
        BENIGN
    }

    /** Tokens that count in supervised fine-tuning. */
    enum Loss {
        /** Those of the reply. */
        COMPLETION,
        /** Those of the prompt too. */
        FULL
    }
}
