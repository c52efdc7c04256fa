// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SarifTest {
    /** A reader of SARIF takes {@code [text](id)} for a link and {@code {0}} for a placeholder. */
    @ParameterizedTest
    @CsvSource({
        "'[click](https://evil.example)', '\\[click\\](https://evil.example)'",
        "'{0} and {1}', '{{0}} and {{1}}'",
        "'a \\[b', 'a \\\\\\[b'",
        "plain, plain",
    })
    void foreignText_isNeitherLinkNorPlaceholder(String text, String plain) {
        assertEquals(plain, Sarif.plain(text));
    }
}
