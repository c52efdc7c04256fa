// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Scale;
import dev.lox.harden.RoundingLoss;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rounding loss by module kind as bars, each matrix as a dot on them, beside the share that is warned of. */
final class LossBars {
    private static final double WIDTH = 460;
    private static final double LEFT = 104;
    private static final double RIGHT = 18;
    private static final double ROW = 24;
    private static final double TOP = 18;

    private LossBars() {}

    static String of(Analysis analysis) {
        Map<String, List<MatrixAnalysis>> kinds = analysis.kinds();
        double worst = 0;
        for (MatrixAnalysis m : analysis.all().matrices()) worst = Math.max(worst, percentOf(m));
        Scale scale = Scale.linear(0, Math.max(worst, 200 * RoundingLoss.WARN), " %");
        double bottom = TOP + kinds.size() * ROW + 4;
        Svg svg = new Svg(WIDTH, bottom + 24, "rounding loss by module kind");
        for (double tick : scale.ticks()) {
            svg.line("grid", x(scale, tick), TOP - 2, x(scale, tick), bottom);
            svg.text("mid", x(scale, tick), bottom + 16, scale.label(tick));
        }
        double y = TOP;
        for (Map.Entry<String, List<MatrixAnalysis>> kind : kinds.entrySet()) {
            Figures figures = new Figures(kind.getValue());
            String name = kind.getKey();
            svg.text("end", LEFT - 6, y + 15, name.length() <= 16 ? name : "…" + name.substring(name.length() - 15));
            Double total = figures.totalLoss();
            if (total != null) svg.bar("bar", LEFT, y + 4, x(scale, 100 * total) - LEFT, ROW - 8);
            for (MatrixAnalysis m : figures.matrices())
                svg.dot(
                        "sample",
                        x(scale, percentOf(m)),
                        y + ROW / 2,
                        2,
                        m.name() + ": " + Html.percent(m.roundingLoss()));
            y += ROW;
        }
        double warn = x(scale, 100 * RoundingLoss.WARN);
        svg.line("mark", warn, TOP - 2, warn, bottom);
        svg.text("note", warn + 4, 11, scale.label(100 * RoundingLoss.WARN) + " warns");
        return svg.toString();
    }

    private static double percentOf(MatrixAnalysis m) {
        return 100 * Objects.requireNonNull(m.roundingLoss());
    }

    private static double x(Scale scale, double percent) {
        return LEFT + scale.at(percent) * (WIDTH - LEFT - RIGHT);
    }
}
