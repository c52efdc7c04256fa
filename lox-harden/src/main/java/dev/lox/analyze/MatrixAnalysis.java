// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one matrix.
 *
 * @param module where in the model it stands
 * @param linear whether it counts for the R metrics
 * @param spectrum of ΔW = W_aligned − W_base
 * @param rank leading directions k that energy, R metrics and angles speak of; 0 if ΔW is zero
 * @param lost ‖round(W_aligned) − W_aligned‖_F
 * @param survival null if no fine-tuned model was given, or ΔW is zero
 */
record MatrixAnalysis(
        String name,
        Shape shape,
        ModuleName module,
        boolean linear,
        Spectrum spectrum,
        int rank,
        double lost,
        @Nullable Survival survival) {
    double frobenius() {
        return Math.sqrt(spectrum.squares());
    }

    @Nullable
    Double energy() {
        return spectrum.energy(rank);
    }

    /** Rounding loss as a share of ‖ΔW‖_F; null if ΔW is zero. */
    @Nullable
    Double roundingLoss() {
        return spectrum.isZero() ? null : (Double) (lost / frobenius());
    }

    /** R_align = ‖P_kΔW‖_F / ‖ΔW‖_F: P_k keeps exactly the leading singular values, so it is the root of their energy. */
    @Nullable
    Double alignedShare() {
        Double energy = energy();
        return energy == null ? null : (Double) Math.sqrt(energy);
    }

    @Nullable
    Double finetunedShare() {
        return survival == null ? null : survival.share();
    }

    /** R_ft / R_align. */
    @Nullable
    Double ratio() {
        Double aligned = alignedShare();
        Double finetuned = finetunedShare();
        return aligned == null || finetuned == null ? null : (Double) (finetuned / aligned);
    }

    /** Principal angles in degrees, ascending; empty if there are none. */
    double[] angles() {
        return survival == null ? new double[0] : survival.angles();
    }

    ObjectNode toJson(int top, boolean finetuned) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
        shape.dims().forEach(json.putArray("shape")::add);
        json.put("linear", linear).put("frobenius", frobenius());
        ArrayNode leading = json.putArray("sigma");
        for (int i = 0; i < Math.min(top, spectrum.sigma().length); i++) leading.add(spectrum.sigma()[i]);
        json.put("stable_rank", spectrum.stableRank())
                .put("effective_rank", spectrum.effectiveRank())
                .put("rank", rank)
                .put("energy", energy())
                .put("auto_rank", spectrum.autoRank())
                .put("rounding_loss", roundingLoss())
                .put("r_align", alignedShare());
        if (!finetuned) return json;
        json.put("r_ft", finetunedShare()).put("ratio", ratio());
        ArrayNode angles = json.putArray("angles");
        for (double a : angles()) angles.add(a);
        return json;
    }
}
