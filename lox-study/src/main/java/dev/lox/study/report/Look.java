// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.study.result.VariantAbout;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a variant is drawn, the same in all pictures: the form says its kind, the colour which one it is. */
record Look(Mark mark, Paint paint, boolean dashed) {
    static Map<String, Look> of(Outcomes outcomes) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (VariantAbout v : outcomes.result().variants()) kinds.put(v.name(), v.kind());
        Map<String, Look> looks = new LinkedHashMap<>();
        int series = 0;
        for (String name : outcomes.variants()) {
            switch (kinds.getOrDefault(name, "")) {
                case "baseline" -> looks.put(name, new Look(Mark.SQUARE, Paint.INK, false));
                case "control" -> looks.put(name, new Look(Mark.TRIANGLE, Paint.series(series++), true));
                default -> looks.put(name, new Look(Mark.DISC, Paint.series(series++), false));
            }
        }
        return looks;
    }
}
