// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Scale;
import java.util.List;
import java.util.Locale;

/** The axis of R_ft / R_align, from nothing left to all of it or more. */
final class RatioReading {
    private RatioReading() {}

    static Reading of(List<Estimate> estimates) {
        double most = Estimate.range(estimates).high();
        return new Reading(
                Scale.linear(0, Math.max(1, most), ""),
                1,
                "R_ft / R_align, 1 is all of it",
                v -> String.format(Locale.ROOT, "%.3f", v));
    }
}
