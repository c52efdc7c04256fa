// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Axis;
import dev.lox.graphics.Curve;
import dev.lox.graphics.LinePlot;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.graphics.SeriesStyle;
import dev.lox.study.findings.DeltaSpectrum;
import java.util.ArrayList;
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
        List<Curve.Point> energy = new ArrayList<>();
        for (int i = 0; i < ranks.size(); i++)
            energy.add(Curve.Point.of(ranks.get(i), spectrum.energy().get(i)));
        double first = ranks.get(0);
        double last = Math.max(2 * first, ranks.get(ranks.size() - 1));
        Axis up = new Axis(Scale.linear(0, 100, " %"), 100, "", v -> String.format(Locale.ROOT, "%.1f %%", 100 * v));
        String matrices = "mean of " + spectrum.matrices() + (spectrum.matrices() == 1 ? " matrix" : " matrices");
        return Optional.of(new Picture(
                "spectrum",
                "Spectrum of the alignment delta",
                List.of(),
                List.of(new LinePlot(
                        "Energy within the leading k directions",
                        Axis.of(new Scale(true, first, last, ranks, ""), "directions k"),
                        up,
                        List.of(new Curve("energy", SeriesStyle.of(0), Curve.Form.MARKED, energy)))),
                List.of("Share of ‖ΔW‖², " + matrices + ".")));
    }
}
