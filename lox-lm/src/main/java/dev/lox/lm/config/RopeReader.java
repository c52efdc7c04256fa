// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rotary embeddings from config.json, in the form transformers 5 writes ({@code rope_parameters}) or the earlier one
 * ({@code rope_theta}, {@code rope_scaling}).
 */
final class RopeReader {
    private final ConfigKeys keys;
    private final Family family;
    private final int headDim;
    private final int maxPositions;

    RopeReader(ConfigKeys keys, Family family, int headDim, int maxPositions) {
        this.keys = keys;
        this.family = family;
        this.headDim = headDim;
        this.maxPositions = maxPositions;
    }

    /** The rotary embedding of all layers, or one for layers without a window and another for those with one. */
    List<Rope> read(Problems problems, String where) {
        return family.defaults().has("rope_local_base_freq") ? two(problems, where) : List.of(one(problems, where));
    }

    private Rope one(Problems problems, String where) {
        ObjectNode scaling = keys.object("rope_scaling");
        ObjectNode parameters = keys.object("rope_parameters");
        double theta = keys.number("rope_theta", 10000);
        double partial = keys.number("partial_rotary_factor", 1);
        ObjectNode chosen = scaling != null && !scaling.isEmpty() ? scaling : parameters;
        return rope(new ConfigKeys(where + ": rope", orEmpty(chosen), problems), theta, partial, true);
    }

    private List<Rope> two(Problems problems, String where) {
        ObjectNode scaling = keys.object("rope_scaling");
        ObjectNode parameters = keys.object("rope_parameters");
        double theta = keys.number("rope_theta");
        double local = keys.number("rope_local_base_freq");
        ObjectNode full = null;
        ObjectNode sliding = null;
        if (parameters != null) {
            ConfigKeys nested = new ConfigKeys(where + ": rope_parameters", parameters, problems);
            full = nested.object("full_attention");
            sliding = nested.object("sliding_attention");
            nested.finish();
        }
        if (scaling != null && !scaling.isEmpty())
            full = full == null ? scaling : full.deepCopy().setAll(scaling);
        return List.of(
                rope(new ConfigKeys(where + ": rope of full attention", orEmpty(full), problems), theta, 1, false),
                rope(
                        new ConfigKeys(where + ": rope of sliding attention", orEmpty(sliding), problems),
                        local,
                        1,
                        false));
    }

    private static ObjectNode orEmpty(@Nullable ObjectNode node) {
        return node == null ? JsonNodeFactory.instance.objectNode() : node;
    }

    private Rope rope(ConfigKeys dict, double outerTheta, double outerPartial, boolean flat) {
        double theta = dict.number("rope_theta", outerTheta);
        double partial = dict.number("partial_rotary_factor", outerPartial);
        String old = dict.text("type", "default");
        String type = family.alias(dict.text("rope_type", old));
        if (theta <= 1) dict.complain("rope_theta must be greater than 1, got " + theta);
        if (partial != 1 && !family.defaults().has("partial_rotary_factor"))
            dict.complain("partial_rotary_factor is not known for this architecture, got " + partial);
        int dim = (int) (headDim * partial);
        if (dim < 2 || dim % 2 != 0 || dim > headDim) {
            dict.complain("rotates " + dim + " of " + headDim + " dimensions, expected an even number of them");
            dim = 2;
        }
        int original = originalPositions(dict, flat);
        RopeScaling scaling =
                switch (type) {
                    case "default" -> new RopeScaling.None();
                    case "linear" -> new RopeScaling.Linear(dict.positive("factor"));
                    case "dynamic" -> new RopeScaling.Dynamic(dict.positive("factor"), maxPositions);
                    case "llama3" ->
                        new RopeScaling.Llama3(
                                dict.positive("factor"),
                                dict.positive("low_freq_factor"),
                                dict.positive("high_freq_factor"),
                                original);
                    case "yarn" -> yarn(dict, original, flat);
                    case "longrope" -> longRope(dict, dim, original);
                    default -> {
                        dict.complain("type " + type
                                + " is not known, expected default, linear, dynamic, llama3, yarn or longrope");
                        yield new RopeScaling.None();
                    }
                };
        dict.finish();
        Rope rope = new Rope(theta, dim, scaling);
        if (dict.sound()) check(dict, rope);
        return rope;
    }

    /** The value at the top level takes precedence over the one beside the factor. */
    private int originalPositions(ConfigKeys dict, boolean flat) {
        String key = "original_max_position_embeddings";
        int inner = dict.size(key, maxPositions);
        if (family.defaults().has(key)) return keys.size(key);
        return flat ? keys.size(key, inner) : inner;
    }

    /** Finite numbers may still give frequencies that are not, or none at all. */
    private void check(ConfigKeys dict, Rope rope) {
        for (int length : new int[] {1, maxPositions, (int) Math.min(2L * maxPositions, Integer.MAX_VALUE)})
            for (float frequency : rope.scaling().frequencies(rope.theta(), rope.dim(), length))
                if (!(frequency > 0 && frequency < Float.POSITIVE_INFINITY)) {
                    dict.complain("gives a frequency of " + frequency + " at a length of " + length
                            + ", expected a positive finite number");
                    return;
                }
        double factor = rope.scaling().attentionFactor();
        if (!(factor > 0 && factor < Float.MAX_VALUE))
            dict.complain("attention_factor must be a positive number, got " + factor);
    }

    private RopeScaling yarn(ConfigKeys dict, int original, boolean flat) {
        double factor = dict.mentions("factor") && !dict.has("factor")
                ? dict.number("factor", (double) maxPositions / original)
                : dict.positive("factor");
        double mscale = dict.number("mscale", 0);
        double mscaleAll = dict.number("mscale_all_dim", 0);
        double implied = mscale != 0 && mscaleAll != 0
                ? magnitude(factor, mscale) / magnitude(factor, mscaleAll)
                : magnitude(factor, 1);
        double fast = dict.number("beta_fast", 32);
        double slow = dict.number("beta_slow", 1);
        return new RopeScaling.Yarn(
                factor,
                fast == 0 ? 32 : fast,
                slow == 0 ? 1 : slow,
                // Transformers reads it at the outer level only.
                dict.flag("truncate", true) || !flat,
                original,
                dict.number("attention_factor", implied));
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private RopeScaling longRope(ConfigKeys dict, int dim, int original) {
        double factor = dict.number("factor", (double) maxPositions / original);
        double implied = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        return new RopeScaling.LongRope(
                dict.numbers("short_factor", dim / 2),
                dict.numbers("long_factor", dim / 2),
                original,
                dict.number("attention_factor", implied));
    }
}
