// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Byte counts as people write and read them. */
final class Sizes {
    private static final String UNITS = "KMGT";

    private Sizes() {}

    /** {@code 2G}, {@code 512MB}, {@code 1.5GiB}, {@code 1073741824}: powers of 1024. */
    static final class Parser implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            String t = text.toUpperCase(Locale.ROOT).replaceFirst("I?B$", "");
            int unit = t.isEmpty() ? -1 : UNITS.indexOf(t.charAt(t.length() - 1));
            try {
                double number = Double.parseDouble(unit < 0 ? t : t.substring(0, t.length() - 1));
                double bytes = number * Math.pow(1024, unit + 1);
                if (!(bytes >= 0 && bytes < 1L << 62)) throw new NumberFormatException();
                return (long) bytes;
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected a size such as 2G or 512M, got " + text);
            }
        }
    }

    /** In powers of 1000, as disks are sold and safetensors files listed. */
    static String human(long bytes) {
        if (bytes < 1000) return bytes + " B";
        double value = bytes;
        int unit = -1;
        while (value >= 999.95 && unit < UNITS.length() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, unit == 0 ? "k" : UNITS.substring(unit, unit + 1));
    }
}
