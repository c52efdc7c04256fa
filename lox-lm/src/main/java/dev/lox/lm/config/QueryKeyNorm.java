// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

/** How queries and keys are normed before they are rotated. */
public enum QueryKeyNorm {
    NONE {
        @Override
        public int width(int projection, int headDim) {
            return 0;
        }
    },
    PER_HEAD {
        @Override
        public int width(int projection, int headDim) {
            return headDim;
        }
    },
    /** All heads together. */
    PER_PROJECTION {
        @Override
        public int width(int projection, int headDim) {
            return projection;
        }
    };

    /** Elements that are normed together, of a projection of this width; 0 for no norm. */
    public abstract int width(int projection, int headDim);
}
