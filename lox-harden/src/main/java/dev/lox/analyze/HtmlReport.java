// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

final class HtmlReport {
    private HtmlReport() {}

    static String of(Analysis a) {
        return "";
    }
}
