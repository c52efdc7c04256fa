// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.harden.RankChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the figures say, in one sentence. */
final class Takeaway {
    private Takeaway() {}

    static String of(Analysis analysis) {
        Double energy = analysis.all().totalEnergy();
        if (energy == null) return "The aligned model's weights are those of the base: there is no alignment delta.";
        List<String> clauses = new ArrayList<>();
        clauses.add(directions(analysis) + " " + hold(analysis) + " " + Numbers.percent(energy)
                + " of the alignment delta’s energy" + extremes(analysis));
        Double ratio = analysis.linear().ratio();
        if (ratio != null)
            clauses.add("after the fine-tuning these directions carry " + Numbers.percent(ratio)
                    + " of the share they had (R_ft / R_align)");
        Double loss = analysis.all().totalLoss();
        if (loss != null) clauses.add(rounding(analysis, loss));
        return String.join("; ", clauses) + ".";
    }

    private static String directions(Analysis analysis) {
        long most = analysis.all().matrices().stream()
                .mapToLong(m -> m.spectrum().sigma().length)
                .max()
                .orElse(0);
        if (analysis.request().rank() instanceof RankChoice.Fixed fixed)
            return fixed.rank() == 1
                    ? "The leading one of " + most + " directions"
                    : "The top " + fixed.rank() + " of " + most + " directions";
        return String.format(
                Locale.ROOT,
                "The top %.0f of %d directions (mean of rank %s)",
                analysis.all().mean(m -> (double) m.rank()),
                most,
                analysis.request().rank());
    }

    private static String hold(Analysis analysis) {
        return analysis.request().rank() instanceof RankChoice.Fixed fixed && fixed.rank() == 1 ? "holds" : "hold";
    }

    /** The module kinds with the most and the least energy, if there are several. */
    private static String extremes(Analysis analysis) {
        String most = "";
        String least = "";
        double high = -1;
        double low = 2;
        for (Map.Entry<String, List<MatrixAnalysis>> kind : analysis.kinds().entrySet()) {
            Double energy = new Figures(kind.getValue()).totalEnergy();
            if (energy == null) continue;
            if (energy > high) {
                high = energy;
                most = kind.getKey();
            }
            if (energy < low) {
                low = energy;
                least = kind.getKey();
            }
        }
        return most.equals(least)
                ? ""
                : ", from " + Numbers.percent(low) + " in " + least + " to " + Numbers.percent(high) + " in " + most;
    }

    private static String rounding(Analysis analysis, double loss) {
        String dtype = analysis.request().dtype().torchName();
        return loss == 0
                ? "storing it as " + dtype + " loses nothing"
                : "rounding to " + dtype + " moves the weights by " + Numbers.percent(loss) + " of the delta’s length";
    }
}
