// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.draw.Scale;
import dev.lox.study.result.DeltaSpectrum;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much of the alignment delta's energy its leading directions hold. */
final class SpectrumPicture {
    private SpectrumPicture() {}

    static Optional<Picture> of(@Nullable DeltaSpectrum spectrum) {
        if (spectrum == null || spectrum.ranks().isEmpty()) return Optional.empty();
        List<Double> ranks = spectrum.ranks().stream().map(Integer::doubleValue).toList();
        List<Estimate> energy = spectrum.energy().stream()
                .map(e -> new Estimate(e, null, List.of(e)))
                .toList();
        double first = ranks.get(0);
        double last = Math.max(2 * first, ranks.get(ranks.size() - 1));
        Reading up =
                new Reading(Scale.linear(0, 100, " %"), 100, "", v -> String.format(Locale.ROOT, "%.1f %%", 100 * v));
        String matrices = "mean of " + spectrum.matrices() + (spectrum.matrices() == 1 ? " matrix" : " matrices");
        return Optional.of(new Picture(
                "spectrum",
                "Spectrum of the alignment delta",
                List.of(),
                List.of(LinePlot.of(
                        "Energy within the leading k directions",
                        new Scale(true, first, last, ranks, ""),
                        "directions k",
                        up,
                        List.of(new Curve(
                                "energy", new Look(Mark.DISC, Paint.series(0), false), ranks, energy, true)))),
                List.of("Share of ‖ΔW‖², " + matrices + ".")));
    }
}
