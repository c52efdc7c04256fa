// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import java.util.function.IntPredicate;

/** Which layers attend within a sliding window, where config.json has no {@code layer_types}. */
enum SlidingLayers {
    NONE {
        @Override
        IntPredicate of(ConfigKeys keys) {
            return layer -> false;
        }
    },
    /** All, whatever {@code layer_types} says. */
    ALL {
        @Override
        IntPredicate of(ConfigKeys keys) {
            return layer -> true;
        }
    },
    /** From {@code max_window_layers} on. */
    FROM_A_LAYER {
        @Override
        IntPredicate of(ConfigKeys keys) {
            double first = keys.number("max_window_layers");
            return layer -> layer >= first;
        }
    },
    /** The first, the third and so on. */
    EVERY_OTHER {
        @Override
        IntPredicate of(ConfigKeys keys) {
            requireWindow(keys);
            return layer -> layer % 2 == 0;
        }
    },
    /** All but the last of every {@code sliding_window_pattern} layers. */
    ALL_BUT_EVERY_NTH {
        @Override
        IntPredicate of(ConfigKeys keys) {
            requireWindow(keys);
            int pattern = keys.size("sliding_window_pattern");
            return layer -> (layer + 1) % pattern != 0;
        }
    };

    /** Whether a layer has a window, by its index. */
    abstract IntPredicate of(ConfigKeys keys);

    private static void requireWindow(ConfigKeys keys) {
        if (!keys.has("sliding_window")) keys.complain("sliding_window is missing");
    }
}
