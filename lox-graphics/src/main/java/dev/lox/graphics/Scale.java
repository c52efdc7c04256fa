// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to places between 0 and 1, and knows which values to label.
 *
 * @param ticks the labelled values
 * @param unit follows each label
 */
public record Scale(boolean log, double from, double to, List<Double> ticks, String unit) {
    /** Ticks at powers of ten within the range, and at 2 and 5 between them where there is room. */
    public static Scale logarithmic(double from, double to) {
        List<Double> ticks = new ArrayList<>();
        boolean few = to / from < 200;
        for (int power = (int) Math.floor(Math.log10(from)); Math.pow(10, power) <= to; power++)
            for (int step : few ? new int[] {1, 2, 5} : new int[] {1}) {
                double tick = step * Math.pow(10, power);
                if (tick >= from * 0.999 && tick <= to * 1.001) ticks.add(tick);
            }
        return new Scale(true, from, to, ticks, "");
    }

    /** About five round steps; the first is at or below {@code from}, the last at or above {@code to}. */
    public static Scale linear(double from, double to, String unit) {
        double span = Math.max(to - from, 1e-9 + Math.abs(to) * 1e-3);
        double power = Math.pow(10, Math.floor(Math.log10(span / 4)));
        double step = power;
        for (double factor : new double[] {2, 5, 10}) if (span / step > 5.5) step = factor * power;
        long first = (long) Math.floor(from / step + 1e-9);
        long last = Math.max(first + 1, (long) Math.ceil(to / step - 1e-9));
        List<Double> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) ticks.add(i * step);
        return new Scale(false, first * step, last * step, ticks, unit);
    }

    public double at(double value) {
        double share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
        return Math.max(0, Math.min(1, share));
    }

    public String label(double tick) {
        if (log && tick < 0.01) return "10" + superscript((int) Math.round(Math.log10(tick)));
        String text = String.format(Locale.ROOT, tick != 0 && Math.abs(tick) < 1 ? "%.3f" : "%.1f", tick);
        return text.replaceFirst("\\.?0+$", "") + unit;
    }

    private static String superscript(int power) {
        StringBuilder text = new StringBuilder(power < 0 ? "⁻" : "");
        for (char c : Integer.toString(Math.abs(power)).toCharArray()) text.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
        return text.toString();
    }
}
