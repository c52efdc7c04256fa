// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What was done to one tensor. For tensors of several matrices: the largest rank, the smallest cosine, and how many were
 * projected.
 *
 * @param treatment {@code realigned} (RESTA), {@code averaged} (WiSE-FT), {@code projected} or {@code kept} (SafeLoRA),
 *     {@code unchanged}, or why it was copied
 * @param moved ‖W − W_ft‖_F, before rounding
 * @param rank directions of the delta that were added; -1 for all
 * @param cosine between the fine-tuning's update and its projection
 * @param projected matrices that were projected
 */
public record RepairOutcome(String treatment, double moved, int rank, OptionalDouble cosine, int projected) {
    private static final Set<String> REPAIRED = Set.of("realigned", "averaged", "projected");

    static RepairOutcome copied(String reason) {
        return new RepairOutcome(reason, 0, 0, OptionalDouble.empty(), 0);
    }

    static RepairOutcome moved(String treatment, double distance, int rank) {
        return new RepairOutcome(treatment, distance, rank, OptionalDouble.empty(), 0);
    }

    static RepairOutcome projected(Closeness closeness) {
        return new RepairOutcome("projected", closeness.distance(), 0, OptionalDouble.of(closeness.cosine()), 1);
    }

    static RepairOutcome kept(Closeness closeness) {
        return new RepairOutcome("kept", 0, 0, OptionalDouble.of(closeness.cosine()), 0);
    }

    /** Whether its values are not those of the fine-tuned model any more. */
    public boolean repaired() {
        return REPAIRED.contains(treatment);
    }

    /** Together with another matrix of the same tensor. */
    RepairOutcome and(RepairOutcome other) {
        OptionalDouble least = cosine.isPresent() && other.cosine.isPresent()
                ? OptionalDouble.of(Math.min(cosine.getAsDouble(), other.cosine.getAsDouble()))
                : cosine.isPresent() ? cosine : other.cosine;
        boolean others = other.repaired() || !repaired() && other.cosine.isPresent();
        return new RepairOutcome(
                others ? other.treatment : treatment,
                Math.hypot(moved, other.moved),
                rank < 0 || other.rank < 0 ? -1 : Math.max(rank, other.rank),
                least,
                projected + other.projected);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("treatment", treatment);
        if (repaired()) json.put("moved", moved);
        if (rank != 0) json.put("rank", rank);
        if (cosine.isPresent()) json.put("cosine", cosine.getAsDouble()).put("projected", projected);
        return json;
    }

    static RepairOutcome fromJson(ObjectNode json) {
        return new RepairOutcome(
                json.path("treatment").asText(),
                json.path("moved").asDouble(),
                json.path("rank").asInt(),
                json.has("cosine") ? OptionalDouble.of(json.path("cosine").asDouble()) : OptionalDouble.empty(),
                json.path("projected").asInt());
    }
}
