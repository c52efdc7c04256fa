// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Marker;
import dev.lox.graphics.Paint;
import dev.lox.graphics.SeriesStyle;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** How variants are drawn, the same in all pictures: the marker shows the kind, the colour the variant. */
final class VariantStyles {
    private VariantStyles() {}

    static Map<String, SeriesStyle> of(Outcomes outcomes) {
        Map<String, VariantKind> kinds = new LinkedHashMap<>();
        for (VariantInfo v : outcomes.result().findings().variants()) kinds.put(v.name(), v.kind());
        Map<String, SeriesStyle> styles = new LinkedHashMap<>();
        int series = 0;
        for (String name : outcomes.variants()) {
            styles.put(
                    name,
                    switch (kinds.getOrDefault(name, VariantKind.DEFENCE)) {
                        case BASELINE -> new SeriesStyle(Marker.SQUARE, Paint.INK, false);
                        case CONTROL -> new SeriesStyle(Marker.TRIANGLE, Paint.series(series++), true);
                        case DEFENCE -> new SeriesStyle(Marker.DISC, Paint.series(series++), false);
                    });
        }
        return styles;
    }
}
