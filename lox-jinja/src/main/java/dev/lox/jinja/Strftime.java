// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Python's {@code datetime.strftime}, in the C locale. */
final class Strftime {
    private Strftime() {}

    static String format(Run run, LocalDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < format.length(); at++) {
            char c = format.charAt(at);
            if (c != '%') {
                run.emit(out, Character.toString(c));
                continue;
            }
            boolean bare = format.startsWith("%-", at);
            at += bare ? 2 : 1;
            if (at >= format.length()) throw unknown("");
            String field = field(run, time, format.charAt(at));
            run.emit(out, bare ? withoutPadding(field) : field);
        }
        return out.toString();
    }

    private static String withoutPadding(String field) {
        return field.replaceFirst("^[0 ]+(?=[0-9])", "");
    }

    private static TemplateException unknown(String directive) {
        return new TemplateException("strftime_now: directive '%" + directive + "' is not supported");
    }

    private static String field(Run run, LocalDateTime t, char directive) {
        return switch (directive) {
            case 'Y' -> Integer.toString(t.getYear());
            case 'y' -> two(t.getYear() % 100);
            case 'm' -> two(t.getMonthValue());
            case 'd' -> two(t.getDayOfMonth());
            case 'e' -> String.format("%2d", t.getDayOfMonth());
            case 'j' -> String.format("%03d", t.getDayOfYear());
            case 'B' -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'b', 'h' ->
                t.getMonth().name().charAt(0)
                        + t.getMonth().name().substring(1, 3).toLowerCase(Locale.ROOT);
            case 'A' -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' ->
                t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case 'w' -> Integer.toString(t.getDayOfWeek().getValue() % 7);
            case 'u' -> Integer.toString(t.getDayOfWeek().getValue());
            case 'V' -> two(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(t.get(IsoFields.WEEK_BASED_YEAR));
            case 'H' -> two(t.getHour());
            case 'I' -> two(t.get(ChronoField.CLOCK_HOUR_OF_AMPM));
            case 'M' -> two(t.getMinute());
            case 'S' -> two(t.getSecond());
            case 'f' -> String.format("%06d", t.getNano() / 1000);
            case 'p' -> t.getHour() < 12 ? "AM" : "PM";
            case 'Z', 'z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> whole(run, t, directive);
        };
    }

    private static String whole(Run run, LocalDateTime t, char directive) {
        return switch (directive) {
            case 'F' -> format(run, t, "%Y-%m-%d");
            case 'T', 'X' -> format(run, t, "%H:%M:%S");
            case 'R' -> format(run, t, "%H:%M");
            case 'r' -> format(run, t, "%I:%M:%S %p");
            case 'D', 'x' -> format(run, t, "%m/%d/%y");
            case 'c' -> format(run, t, "%a %b %e %H:%M:%S %Y");
            default -> throw unknown(Character.toString(directive));
        };
    }

    private static String two(int value) {
        return String.format("%02d", value);
    }
}
