// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

/** Foreign text as a short piece of one line. */
final class OneLine {
    private OneLine() {}

    static String of(String text, int length) {
        String line = text.strip().replaceAll("[\\s\\p{Z}]+", " ").replaceAll("[\\p{C}&&[^\\p{Co}]]", "\ufffd");
        return line.codePointCount(0, line.length()) <= length
                ? line
                : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
    }
}
