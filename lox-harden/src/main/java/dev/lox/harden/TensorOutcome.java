// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What was done to one tensor. For tensors of several matrices: the largest rank and errors, and the share over all.
 *
 * @param treatment {@code extrapolated}, {@code randomised}, {@code adapted}, {@code copied} or {@code unchanged} (its delta is zero)
 * @param rank directions kept; -1 for the whole delta
 * @param frobenius ‖ΔW‖_F
 * @param energy ‖Proj_k(ΔW)‖_F² / ‖ΔW‖_F²
 * @param residual largest ‖Aᵀu − σv‖ / σ₁
 * @param error bound on the projection's relative error
 * @param exact whether the exact path was taken
 * @param roundingLoss ‖round(W) − W‖_F for a narrower stored type, 0 otherwise
 */
public record TensorOutcome(
        String treatment,
        int rank,
        double frobenius,
        double energy,
        double residual,
        double error,
        boolean exact,
        double roundingLoss) {
    private static final Set<String> HARDENED = Set.of("extrapolated", "randomised", "adapted");

    static TensorOutcome copied(String reason) {
        return new TensorOutcome(reason, 0, 0, 0, 0, 0, false, 0);
    }

    /** Together with another matrix of the same tensor. */
    TensorOutcome and(TensorOutcome other) {
        if (!other.hardened()) return this;
        if (!hardened()) return other;
        double squares = frobenius * frobenius + other.frobenius * other.frobenius;
        double kept = energy * frobenius * frobenius + other.energy * other.frobenius * other.frobenius;
        return new TensorOutcome(
                treatment,
                Math.max(rank, other.rank),
                Math.sqrt(squares),
                squares == 0 ? 0 : kept / squares,
                Math.max(residual, other.residual),
                Math.max(error, other.error),
                exact && other.exact,
                Math.hypot(roundingLoss, other.roundingLoss));
    }

    TensorOutcome withRoundingLoss(double norm) {
        return hardened() ? new TensorOutcome(treatment, rank, frobenius, energy, residual, error, exact, norm) : this;
    }

    /** Whether its values were pushed on. */
    public boolean hardened() {
        return HARDENED.contains(treatment);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("treatment", treatment);
        if (!hardened()) return json;
        return json.put("rank", rank)
                .put("frobenius", frobenius)
                .put("energy", energy)
                .put("residual", residual)
                .put("error", error)
                .put("exact", exact)
                .put("rounding_loss", roundingLoss);
    }

    static TensorOutcome fromJson(ObjectNode json) {
        return new TensorOutcome(
                json.path("treatment").asText(),
                json.path("rank").asInt(),
                json.path("frobenius").asDouble(),
                json.path("energy").asDouble(),
                json.path("residual").asDouble(),
                json.path("error").asDouble(),
                json.path("exact").asBoolean(),
                json.path("rounding_loss").asDouble());
    }
}
