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
 * The largest alpha of a range that bounds allow, by bisection: use is taken to become no better the further a model is
 * pushed.
 *
 * @param probes all that was looked at, in that order; the first is the aligned model
 */
public record AlphaSearch(AlphaRange range, Bounds bounds, List<Probe> probes) {
    /** What comes of an alpha; 0 is the aligned model. */
    @FunctionalInterface
    public interface Trial {
        Figures at(double alpha) throws IOException, InterruptedException;
    }

    public AlphaSearch {
        probes = List.copyOf(probes);
    }

    /** Looks at both ends first; if the nearer is outside or the further inside, there is nothing between to look for. */
    public static AlphaSearch run(AlphaRange range, Bounds bounds, Trial trial)
            throws IOException, InterruptedException {
        Figures aligned = trial.at(0);
        if (!bounds.allow(aligned, aligned))
            throw new IOException("the aligned model's own figures are no numbers, so that nothing can be held against"
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

    /** The alpha to take; none if even the smallest is outside. */
    public OptionalDouble alpha() {
        return probes.stream()
                .filter(p -> p.within() && p.alpha() > 0)
                .mapToDouble(Probe::alpha)
                .max();
    }

    /** Whether the bounds decided, and not the range's end. */
    public boolean isBounded() {
        return probes.stream().anyMatch(p -> !p.within());
    }

    /** For the record of what was made with it. */
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
