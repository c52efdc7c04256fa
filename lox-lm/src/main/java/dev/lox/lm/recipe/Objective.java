// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;
import java.util.Optional;

/** What is minimised. */
public sealed interface Objective {
    /** Its name in a recipe: {@code sft} or {@code dpo}. */
    String method();

    /**
     * Supervised fine-tuning: mean −log p per token.
     *
     * @param loss tokens that count
     * @param safeShare share of safety rows among all rows, if a file of safety rows is given
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
     * @param labelSmoothing assumed share of pairs whose labels are swapped (cDPO)
     * @param sft a supervised term added to the loss
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

        /** Whether the supervised term uses rows of its own. */
        public boolean needsBenignRows() {
            return sft.filter(t -> t.on() == Replies.BENIGN).isPresent();
        }
    }

    /**
     * A supervised term beside the preference loss: mean −log p per token of replies.
     *
     * @param weight its factor in the loss
     * @param on whose replies
     */
    record SftTerm(double weight, Replies on) {
        public SftTerm {
            new Checks().positive("sft_weight", weight).done();
        }
    }

    /** The replies that the supervised term uses. */
    enum Replies {
        /** The preferred replies of the pairs. */
        CHOSEN,
        /** The replies of harmless rows that are given in addition to the pairs. */
        BENIGN
    }

    /** Tokens that count in supervised fine-tuning. */
    enum Loss {
        /** Those of the reply. */
        COMPLETION,
        /** Those of the prompt as well. */
        FULL
    }
}
