// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.graphics.Axis;
import dev.lox.graphics.HeatMap;
import dev.lox.graphics.Panel;
import dev.lox.graphics.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One share by layer (columns) and module kind (rows); matrices outside the layers have a column of their own. */
final class LayerMap {
    private LayerMap() {}

    /** @param share from 0 to 1; a cell of several matrices, such as experts, shows their mean */
    static Panel of(Analysis analysis, String title, Function<MatrixAnalysis, @Nullable Double> share) {
        List<OptionalInt> columns = analysis.matrices().stream()
                .map(m -> m.module().layer())
                .distinct()
                .sorted(Comparator.comparingInt(l -> l.orElse(-1)))
                .toList();
        double[] values = analysis.matrices().stream()
                .map(share)
                .filter(Objects::nonNull)
                .mapToDouble(v -> 100 * v)
                .sorted()
                .toArray();
        Scale scale = values.length == 0
                ? Scale.linear(0, 1, " %")
                : Scale.linear(values[0], values[values.length - 1], " %");
        List<HeatMap.Row> rows = new ArrayList<>();
        analysis.kinds().forEach((name, kind) -> {
            List<HeatMap.@Nullable Cell> cells = new ArrayList<>();
            for (OptionalInt column : columns)
                cells.add(cell(
                        kind.stream()
                                .filter(m -> m.module().layer().equals(column))
                                .toList(),
                        share));
            rows.add(new HeatMap.Row(name, cells));
        });
        List<String> heads = columns.stream()
                .map(l -> l.isPresent() ? Integer.toString(l.getAsInt()) : "–")
                .toList();
        return new HeatMap(title, heads, rows, new Axis(scale, 100, "", v -> Numbers.text("%.0f", 100 * v)));
    }

    private static HeatMap.@Nullable Cell cell(
            List<MatrixAnalysis> here, Function<MatrixAnalysis, @Nullable Double> share) {
        Figures f = new Figures(here);
        Double value = f.mean(share);
        if (value == null) return null;
        String name = here.get(0).name() + (here.size() > 1 ? " and " + (here.size() - 1) + " more" : "");
        String tip = name + "\n" + here.get(0).shape() + ", energy " + Numbers.percent(f.energy()) + ", auto rank "
                + Numbers.text("%.0f", f.autoRank()) + ", effective rank " + Numbers.text("%.1f", f.effectiveRank())
                + ", stable rank " + Numbers.text("%.1f", f.stableRank())
                + (f.finetuned() == null ? "" : ", R_ft / R_align " + Numbers.percent(f.ratio()));
        return new HeatMap.Cell(value, tip);
    }
}
