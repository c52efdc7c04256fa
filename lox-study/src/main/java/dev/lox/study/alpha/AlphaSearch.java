// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Finds the largest alpha of a range within utility limits, by bisection. This assumes that utility never improves as
 * alpha grows.
 *
 * @param probes all models tried, in order; the first is the aligned model
 */
public record AlphaSearch(AlphaRange range, Bounds bounds, List<Probe> probes) {
    /** Measures the model at an alpha; 0 is the aligned model. */
    @FunctionalInterface
    public interface Trial {
        Figures at(double alpha) throws IOException, InterruptedException;
    }

    public AlphaSearch {
        probes = List.copyOf(probes);
    }

    /** Tries both ends first. If the smallest is outside or the largest within, no bisection is needed. */
    public static AlphaSearch run(AlphaRange range, Bounds bounds, Trial trial)
            throws IOException, InterruptedException {
        Figures aligned = trial.at(0);
        if (!bounds.allow(aligned, aligned))
            throw new IOException("the aligned model's own figures are not finite, so nothing can be compared with"
                    + " them: " + aligned);
        List<Probe> probes = new ArrayList<>();
        probes.add(new Probe(0, aligned, true));
        int inside = 1;
        int outside = range.count();
        boolean open = isWithin(inside, range, bounds, trial, probes)
                && outside > inside
                && !isWithin(outside, range, bounds, trial, probes);
        while (open && outside - inside > 1) {
            int middle = (inside + outside) >>> 1;
            if (isWithin(middle, range, bounds, trial, probes)) inside = middle;
            else outside = middle;
        }
        return new AlphaSearch(range, bounds, probes);
    }

    private static boolean isWithin(int index, AlphaRange range, Bounds bounds, Trial trial, List<Probe> probes)
            throws IOException, InterruptedException {
        Figures figures = trial.at(range.at(index));
        boolean within = bounds.allow(probes.get(0).figures(), figures);
        probes.add(new Probe(range.at(index), figures, within));
        return within;
    }

    /** The alpha to use; empty if even the smallest exceeds the limits. */
    public OptionalDouble alpha() {
        return probes.stream()
                .filter(p -> p.within() && p.alpha() > 0)
                .mapToDouble(Probe::alpha)
                .max();
    }

    /** Whether the limits, not the end of the range, determined the result. */
    public boolean isBounded() {
        return probes.stream().anyMatch(p -> !p.within());
    }

    /** The search as recorded in the provenance. */
    public ObjectNode toJson() {
        ObjectNode node = bounds.toJson()
                .put("alpha_max", range.largest())
                .put("resolution", range.step())
                .put("bound_reached", isBounded());
        ArrayNode all = node.putArray("probes");
        for (Probe p : probes) {
            ObjectNode probe = JsonNodeFactory.instance.objectNode().put("alpha", p.alpha());
            p.figures().describe(probe);
            all.add(probe.put("within", p.within()));
        }
        return node;
    }
}
