// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a figure measures: which direction is better, and how its values are written. */
public enum Measure {
    /** Attack success rate: the share of harmful requests a model complies with. */
    ASR("Attack success rate", false, Unit.SHARE),
    /** The share of harmless requests a model refuses. */
    OVERREFUSAL("Over-refusal", false, Unit.SHARE),
    /** The share of problems a model solves. */
    ACCURACY("Accuracy", true, Unit.SHARE),
    /** Mean negative log-likelihood of held-out replies, nats per token. */
    LOSS("Loss", false, Unit.NATS);

    private enum Unit {
        SHARE,
        NATS
    }

    private final String title;
    private final boolean higherIsBetter;
    private final Unit unit;

    Measure(String title, boolean higherIsBetter, Unit unit) {
        this.title = title;
        this.higherIsBetter = higherIsBetter;
        this.unit = unit;
    }

    /** As files have it: {@code overrefusal}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people: {@code Over-refusal}. */
    public String title() {
        return title;
    }

    public boolean isHigherBetter() {
        return higherIsBetter;
    }

    /** Whether values are shares from 0 to 1, written in percent; else nats per token. */
    public boolean isShare() {
        return unit == Unit.SHARE;
    }

    /** By how much a difference is a change for the worse; negative if it is for the better. */
    public double worseningOf(double difference) {
        return higherIsBetter ? -difference : difference;
    }

    /** A value: {@code 12.5 %}, {@code 1.234}. */
    public String text(double value) {
        return isShare() ? format("%.1f %%", 100 * value) : format("%.3f", value);
    }

    /** A value in few characters: {@code 13 %}, {@code 1.234}. */
    public String brief(double value) {
        return isShare() ? format("%.0f %%", 100 * value) : format("%.3f", value);
    }

    /** The size of a difference, with its unit: {@code 12.5 points}, {@code 0.250 nats}. */
    public String amount(double value) {
        return isShare() ? format("%.1f points", 100 * value) : format("%.3f nats", value);
    }

    /** A difference with its sign, in points or nats: {@code +12.5}, {@code −0.250}. */
    public String change(double value) {
        String size = isShare() ? format("%+.1f", 100 * value) : format("%+.3f", value);
        return size.replace('-', '−');
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
