// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ‖cast(W) − W‖_F of the model that is stored in the wider type, cast to the narrower one of the other. Where a delta is no
 * larger, one model may be nothing but a cast of the other.
 */
final class CastNoise {
    /** Of the noise; a delta of rounding alone has a share of 1. */
    private static final double MOST = 1.05;

    private final RoundingLoss loss;
    private final boolean ofAligned;

    private CastNoise(RoundingLoss loss, boolean ofAligned) {
        this.loss = loss;
        this.ofAligned = ofAligned;
    }

    static CastNoise between(DType base, DType aligned) {
        boolean narrows = precision(aligned) < precision(base);
        return new CastNoise(narrows ? new RoundingLoss(base, aligned) : new RoundingLoss(aligned, base), !narrows);
    }

    /** Bits of the significand. */
    private static int precision(DType type) {
        return switch (type) {
            case F64 -> 53;
            case F32 -> 24;
            case F16 -> 11;
            case BF16 -> 8;
            case F8_E4M3 -> 4;
            case F8_E5M2 -> 3;
            default -> throw new IllegalArgumentException(type + " is no real type");
        };
    }

    /** Counts elements in, given as aligned weights and their differences from the base. */
    void add(float[] delta, float[] weights, int n) {
        if (ofAligned) {
            loss.add(weights, n);
            return;
        }
        float[] base = new float[n];
        for (int i = 0; i < n; i++) base[i] = weights[i] - delta[i];
        loss.add(base, n);
    }

    /** 0 where both are stored in one type. */
    double norm() {
        return loss.norm();
    }

    /** A warning if the deltas of all tensors with two types are no more than that. */
    static List<String> warnings(Map<String, TensorOutcome> outcomes) {
        double noise = 0;
        double delta = 0;
        double others = 0;
        for (TensorOutcome outcome : outcomes.values()) {
            if (!(outcome instanceof TensorOutcome.Extrapolated o)) continue;
            if (o.castNoise() == 0) {
                others += o.frobenius();
                continue;
            }
            noise += o.castNoise() * o.castNoise();
            delta += o.frobenius() * o.frobenius();
        }
        if (noise == 0 || others > 0 || delta > MOST * MOST * noise) return List.of();
        return List.of(String.format(
                Locale.ROOT,
                "the delta is no more than the rounding of one model to the other's stored type (‖ΔW‖ is %.2f of it); "
                        + "what was extrapolated is noise, if one model is a cast of the other",
                Math.sqrt(delta / noise)));
    }
}
