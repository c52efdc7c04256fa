// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations were checked with cmark-gfm: rendered, each shows the text and holds no link, image or further cell. */
class MarkdownTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "plain, `plain`",
                "@everyone #1, `@everyone #1`",
                "https://a.example www.b.example, `https://a.example www.b.example`",
                "a | b, `a \\| b`",
                "a \\| b, `a \\\\\\| b`",
                "one ` tick, ``one ` tick``",
                "`code` ```` x, ````` `code` ```` x `````",
                "two\u2028lines, `two\ufffdlines`",
            })
    void code_holdsTheTextAsItIs(String text, String code) {
        assertEquals(code, MarkdownText.code(text));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "[click](https://a.example), \\[click\\](https:\\/\\/a.example)",
                "see www.a.example or WWW.a.example, see www\\.a.example or WWW\\.a.example",
                "&amp; *b* ~~c~~ $d$, \\&amp; \\*b\\* \\~\\~c\\~\\~ \\$d\\$",
                "a\u202eb, a\ufffdb",
            })
    void escape_showsMarkupAndAddressesAsWritten(String text, String escaped) {
        assertEquals(escaped, MarkdownText.escape(text));
    }
}
