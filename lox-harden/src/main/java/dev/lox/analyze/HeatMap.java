// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Scale;
import dev.lox.draw.Viridis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One figure over layers (columns) and module kinds (rows); matrices of no layer stand in a column of their own. */
final class HeatMap {
    private static final double LEFT = 104;
    private static final double CELL_WIDTH = 28;
    private static final double CELL_HEIGHT = 24;
    private static final double LEGEND = 48;

    private final Map<String, List<MatrixAnalysis>> kinds;
    private final Function<MatrixAnalysis, @Nullable Double> figure;
    private final String format;
    private final Scale scale;
    private final List<OptionalInt> columns = new ArrayList<>();

    /**
     * @param figure what is shown; a cell of several matrices (experts) shows their mean
     * @param format of a cell's number
     * @param unit of the legend's marks
     */
    private HeatMap(Analysis analysis, Function<MatrixAnalysis, @Nullable Double> figure, String format, String unit) {
        this.kinds = analysis.kinds();
        this.figure = figure;
        this.format = format;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        TreeSet<Integer> layers = new TreeSet<>();
        boolean loose = false;
        for (MatrixAnalysis m : analysis.matrices()) {
            if (m.module().layer().isPresent()) layers.add(m.module().layer().getAsInt());
            else loose = true;
            Double value = figure.apply(m);
            if (value == null) continue;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (loose) columns.add(OptionalInt.empty());
        layers.forEach(l -> columns.add(OptionalInt.of(l)));
        this.scale = low <= high ? Scale.linear(low, high, unit) : Scale.linear(0, 1, unit);
    }

    static String of(
            Analysis analysis,
            String label,
            Function<MatrixAnalysis, @Nullable Double> figure,
            String format,
            String unit) {
        return new HeatMap(analysis, figure, format, unit).draw(label);
    }

    private String draw(String label) {
        double width = Math.max(LEFT + 240, LEFT + columns.size() * CELL_WIDTH + 4);
        double bottom = 20 + kinds.size() * CELL_HEIGHT;
        Svg svg = new Svg(width, bottom + LEGEND, 0.85 * width, label);
        for (int c = 0; c < columns.size(); c++) {
            OptionalInt layer = columns.get(c);
            svg.text("mid", middle(c), 14, layer.isPresent() ? Integer.toString(layer.getAsInt()) : "–");
        }
        int row = 0;
        for (Map.Entry<String, List<MatrixAnalysis>> kind : kinds.entrySet()) {
            double y = 20 + row++ * CELL_HEIGHT;
            String name = kind.getKey();
            svg.text("end", LEFT - 6, y + 16, name.length() <= 16 ? name : "…" + name.substring(name.length() - 15));
            for (int c = 0; c < columns.size(); c++) cell(svg, c, y, kind.getValue());
        }
        legend(svg, bottom + 14);
        return "<div class=\"wide\">" + svg + "</div>";
    }

    private void cell(Svg svg, int column, double y, List<MatrixAnalysis> kind) {
        List<MatrixAnalysis> here = kind.stream()
                .filter(m -> m.module().layer().equals(columns.get(column)))
                .toList();
        Double value = new Figures(here).mean(figure);
        if (value == null) return;
        double share = scale.at(value);
        String number = String.format(Locale.ROOT, format, value);
        svg.cell(middle(column) - CELL_WIDTH / 2, y, CELL_WIDTH - 1, CELL_HEIGHT - 1, Viridis.at(share), title(here));
        svg.text("mid value " + Viridis.ink(share), middle(column), y + 15.5, number);
    }

    private static String title(List<MatrixAnalysis> here) {
        Figures f = new Figures(here);
        String name = here.get(0).name() + (here.size() > 1 ? " and " + (here.size() - 1) + " more" : "");
        return name + "\n" + here.get(0).shape() + ", energy " + Html.percent(f.energy()) + ", auto rank "
                + Html.number("%.0f", f.autoRank()) + ", effective rank " + Html.number("%.1f", f.effectiveRank())
                + ", stable rank " + Html.number("%.1f", f.stableRank())
                + (f.finetuned() == null ? "" : ", R_ft / R_align " + Html.percent(f.ratio()));
    }

    private double middle(int column) {
        return LEFT + (column + 0.5) * CELL_WIDTH;
    }

    private void legend(Svg svg, double y) {
        int steps = 60;
        double length = 220;
        for (int i = 0; i < steps; i++)
            svg.cell(LEFT + i * length / steps, y, length / steps + 0.3, 9, Viridis.at((i + 0.5) / steps), "");
        for (double tick : scale.ticks()) svg.text("mid", LEFT + length * scale.at(tick), y + 23, scale.label(tick));
    }
}
