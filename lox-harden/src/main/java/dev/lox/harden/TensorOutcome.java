// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;

/** What was done to one tensor, as {@code lox.json} records it. */
sealed interface TensorOutcome {
    JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** In one word, or why it was copied. */
    String treatment();

    /** Whether its values differ from those it started from, but for a cast. */
    default boolean changed() {
        return true;
    }

    /** Together with a later matrix of the same tensor. */
    TensorOutcome and(TensorOutcome other);

    /** Left as it was, for a reason. */
    record Copied(String treatment) implements TensorOutcome {
        @Override
        public boolean changed() {
            return false;
        }

        @Override
        public TensorOutcome and(TensorOutcome other) {
            return other instanceof Copied ? this : other;
        }
    }

    /**
     * Moved along its delta, or as far at random. For tensors of several matrices: the largest rank and errors, and the
     * share over all.
     *
     * @param treatment {@code extrapolated}, {@code randomised} or {@code adapted}
     * @param rank directions kept; -1 for the whole delta
     * @param frobenius ‖ΔW‖_F
     * @param energy ‖Proj_k(ΔW)‖_F² / ‖ΔW‖_F²
     * @param residual largest ‖Aᵀu − σv‖ / σ₁
     * @param error bound on the projection's relative error
     * @param exact whether the exact path was taken
     * @param roundingLoss ‖round(W) − W‖_F for a narrower stored type, 0 otherwise
     * @param castNoise see {@link CastNoise}; 0 where both models are stored in one type
     */
    record Extrapolated(
            String treatment,
            int rank,
            double frobenius,
            double energy,
            double residual,
            double error,
            boolean exact,
            double roundingLoss,
            @JsonInclude(Include.NON_DEFAULT) double castNoise)
            implements TensorOutcome {
        @Override
        public TensorOutcome and(TensorOutcome later) {
            if (!(later instanceof Extrapolated other)) return this;
            double squares = frobenius * frobenius + other.frobenius * other.frobenius;
            double kept = energy * frobenius * frobenius + other.energy * other.frobenius * other.frobenius;
            return new Extrapolated(
                    treatment,
                    Math.max(rank, other.rank),
                    Math.sqrt(squares),
                    squares == 0 ? 0 : kept / squares,
                    Math.max(residual, other.residual),
                    Math.max(error, other.error),
                    exact && other.exact,
                    Math.hypot(roundingLoss, other.roundingLoss),
                    Math.hypot(castNoise, other.castNoise));
        }
    }

    /**
     * RESTA.
     *
     * @param moved ‖W − W_ft‖_F before rounding
     * @param rank directions that were added; -1 for all
     */
    record Realigned(
            double moved, @JsonInclude(Include.NON_DEFAULT) int rank) implements TensorOutcome {
        @Override
        public String treatment() {
            return "realigned";
        }

        @Override
        public TensorOutcome and(TensorOutcome later) {
            if (!(later instanceof Realigned other)) return this;
            boolean whole = rank < 0 || other.rank < 0;
            return new Realigned(Math.hypot(moved, other.moved), whole ? -1 : Math.max(rank, other.rank));
        }
    }

    /**
     * WiSE-FT.
     *
     * @param moved ‖W − W_ft‖_F before rounding
     */
    record Averaged(double moved) implements TensorOutcome {
        @Override
        public String treatment() {
            return "averaged";
        }

        @Override
        public TensorOutcome and(TensorOutcome later) {
            return later instanceof Averaged other ? new Averaged(Math.hypot(moved, other.moved)) : this;
        }
    }

    /**
     * SafeLoRA.
     *
     * @param moved ‖W − W_ft‖_F before rounding
     * @param cosine between the fine-tuning's update and its projection; the smallest of a tensor's matrices
     * @param projected matrices that were projected; the others were kept
     */
    record Projected(double moved, double cosine, int projected) implements TensorOutcome {
        @Override
        public String treatment() {
            return changed() ? "projected" : "kept";
        }

        @Override
        public boolean changed() {
            return projected > 0;
        }

        @Override
        public TensorOutcome and(TensorOutcome later) {
            if (!(later instanceof Projected other)) return this;
            return new Projected(
                    Math.hypot(moved, other.moved), Math.min(cosine, other.cosine), projected + other.projected);
        }
    }

    /** As recorded. */
    default ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("treatment", treatment());
        json.setAll(MAPPER.<ObjectNode>valueToTree(this));
        return changed() ? json : json.without("moved");
    }

    /** As it was recorded. */
    static TensorOutcome fromJson(ObjectNode json) {
        String treatment = json.path("treatment").asText();
        Class<? extends TensorOutcome> type =
                switch (treatment) {
                    case "extrapolated", "randomised", "adapted" -> Extrapolated.class;
                    case "realigned" -> Realigned.class;
                    case "averaged" -> Averaged.class;
                    case "projected", "kept" -> Projected.class;
                    default -> Copied.class;
                };
        return MAPPER.convertValue(json, type);
    }

    /** For people: {@code 12 of 14}. */
    static String changedOf(Collection<TensorOutcome> outcomes) {
        return outcomes.stream().filter(TensorOutcome::changed).count() + " of " + outcomes.size();
    }

    /** For people: the share of all deltas' energy in the kept directions. */
    static String energyOf(Collection<TensorOutcome> outcomes) {
        double delta = 0;
        double kept = 0;
        for (TensorOutcome outcome : outcomes) {
            if (!(outcome instanceof Extrapolated o)) continue;
            delta += o.frobenius * o.frobenius;
            kept += o.energy * o.frobenius * o.frobenius;
        }
        return String.format(Locale.ROOT, "%.1f %%", delta == 0 ? 0 : 100 * kept / delta);
    }
}
