// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import java.util.Arrays;

/**
 * Inverse frequencies of a rotary embedding, and the factor on its cosines and sines. Everything that ends up in an angle
 * is rounded to f32 where PyTorch rounds it: at position 100,000 one unit in the last place of an angle is 0.008.
 */
public sealed interface RopeScaling {
    /**
     * Frequencies for the tokens of one forward pass.
     *
     * @param theta base of the frequencies
     * @param dim rotated dimensions of a head, even
     * @param length positions of the sequence after this pass
     * @return [dim / 2]
     */
    float[] frequencies(double theta, int dim, int length);

    /** Multiplies cosines and sines. */
    default double attentionFactor() {
        return 1;
    }

    /** Whether frequencies depend on the length of the sequence. */
    default boolean dependsOnLength() {
        return false;
    }

    /** theta^(-i/dim), i = 0, 2, ... (Su et al. 2021). */
    record None() implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dim, int length) {
            return inverse(theta, dim);
        }
    }

    /** Every frequency divided by a factor (position interpolation, Chen et al. 2023). */
    record Linear(double factor) implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dim, int length) {
            float[] f = inverse(theta, dim);
            for (int i = 0; i < f.length; i++) f[i] /= (float) factor;
            return f;
        }
    }

    /** The base grows with the sequence once it is longer than in training ("NTK-aware"). */
    record Dynamic(double factor, int maxPositions) implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dim, int length) {
            if (length <= maxPositions) return inverse(theta, dim);
            double stretch = factor * length / maxPositions - (factor - 1);
            return inverse((float) (theta * Math.pow(stretch, dim / (dim - 2.0))), dim);
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }
    }

    /** Low frequencies divided, high ones kept, a ramp between (Llama 3.1). */
    record Llama3(double factor, double lowFactor, double highFactor, int original) implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dim, int length) {
            float[] f = inverse(theta, dim);
            double longest = original / lowFactor;
            double shortest = original / highFactor;
            for (int i = 0; i < f.length; i++) {
                float wave = (float) (2 * Math.PI) / f[i];
                if (wave < shortest) continue;
                if (wave > longest) {
                    f[i] /= (float) factor;
                    continue;
                }
                float smooth = (float) ((original / wave - lowFactor) / (highFactor - lowFactor));
                f[i] = (1 - smooth) * f[i] / (float) factor + smooth * f[i];
            }
            return f;
        }
    }

    /** Interpolation by wavelength, with a temperature on attention (YaRN, Peng et al. 2023). */
    record Yarn(double factor, double betaFast, double betaSlow, boolean truncate, int original, double attentionFactor)
            implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dim, int length) {
            double low = turns(betaFast, theta, dim);
            double high = turns(betaSlow, theta, dim);
            if (truncate) {
                low = Math.floor(low);
                high = Math.ceil(high);
            }
            low = Math.max(low, 0);
            high = Math.min(high, dim - 1);
            if (low == high) high += 0.001;
            float[] f = inverse(theta, dim);
            for (int i = 0; i < f.length; i++) {
                float ramp = Math.min(1, Math.max(0, (float) ((i - low) / (high - low))));
                f[i] = f[i] / (float) factor * ramp + f[i] * (1 - ramp);
            }
            return f;
        }

        /** The dimension that turns so many times over the original context. */
        private double turns(double rotations, double theta, int dim) {
            return dim * Math.log(original / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    /** A factor for each frequency, one list up to the original length and another beyond it (LongRoPE, Ding et al. 2024). */
    record LongRope(float[] shortFactors, float[] longFactors, int original, double attentionFactor)
            implements RopeScaling {
        @Override
        public float[] frequencies(double theta, int dim, int length) {
            float[] factors = length > original ? longFactors : shortFactors;
            float[] f = inverse(theta, dim);
            for (int i = 0; i < f.length; i++) f[i] = 1 / (factors[i] * (1 / f[i]));
            return f;
        }

        @Override
        public boolean dependsOnLength() {
            return true;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof LongRope other
                    && Arrays.equals(shortFactors, other.shortFactors)
                    && Arrays.equals(longFactors, other.longFactors)
                    && original == other.original
                    && attentionFactor == other.attentionFactor;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(longFactors) * 31 + original;
        }
    }

    private static float[] inverse(double theta, int dim) {
        float[] f = new float[dim / 2];
        for (int i = 0; i < f.length; i++) f[i] = 1 / (float) Math.pow((float) theta, 2f * i / dim);
        return f;
    }
}
