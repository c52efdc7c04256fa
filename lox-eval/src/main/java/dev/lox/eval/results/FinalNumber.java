// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The final number of a worked answer: the one after {@code ####}, if it is alone on its line, else the last in the text.
 *
 * <p>The first such line counts, since a model that is not stopped may invent further problems. Headings use the same
 * marker, so step numbers and calculations are not taken for answers.
 */
final class FinalNumber {
    private static final String DIGITS = "(?:\\d{1,3}(?:,\\d{3})++(?!\\d)|\\d++)(?:\\.\\d++)?|\\.\\d++";
    private static final Pattern NUMBER = Pattern.compile(DIGITS);

    /** Decoration and currency before the number, words after it: not "1. Compute", not "14/2 = 7". */
    private static final Pattern MARKED =
            Pattern.compile("####[\\s&&[^\\n]]*+[*_~:$€£¥=−-]*+[\\s&&[^\\n]]*+[$€£¥]?(?<n>" + DIGITS + ")"
                    + "(?![.)]\\s+\\p{L}|\\s*[/+*×÷=^-]\\s*\\d)[^\\d\\n]*(?:\\n|$)");

    private static final String CURRENCY = "$€£¥";

    /** Longer runs of digits are not answers, and arithmetic on them would be slow. */
    private static final int MAX_LENGTH = 60;

    private FinalNumber() {}

    /** Empty if the text contains no number. */
    static Optional<BigDecimal> of(String text) {
        Matcher marked = MARKED.matcher(text);
        if (marked.find()) return value(text, marked.start("n"), marked.end("n"));
        Matcher number = NUMBER.matcher(text);
        Optional<BigDecimal> last = Optional.empty();
        while (number.find()) {
            Optional<BigDecimal> next = value(text, number.start(), number.end());
            if (next.isPresent()) last = next;
        }
        return last;
    }

    private static Optional<BigDecimal> value(String text, int start, int end) {
        if (end - start > MAX_LENGTH) return Optional.empty();
        BigDecimal size = new BigDecimal(text.substring(start, end).replace(",", ""));
        return Optional.of(negative(text, start) ? size.negate() : size);
    }

    /** A dash directly before the number or its currency is a sign, unless it is a subtraction. */
    private static boolean negative(String text, int start) {
        int at = start - 1;
        if (at >= 0 && CURRENCY.indexOf(text.charAt(at)) >= 0) at--;
        if (at < 0 || "-−".indexOf(text.charAt(at)) < 0) return false;
        if (at == 0) return true;
        char before = text.charAt(at - 1);
        return !Character.isLetterOrDigit(before) && ")]}%>".indexOf(before) < 0;
    }
}
