// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalNumberTest {
    /** In quotes, for a line that begins with the mark would be a comment. The reference takes all behind the last mark as one number, or fails. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '#### 18' | 18
            9 * 2 = 18\\n#### 18                             | 18
            '####18' | 18
            '#### 1,234' | 1234
            '#### $1,234.50' | 1234.50
            '#### -7' | -7
            '#### -$7' | -7
            '#### 18.' | 18
            '#### 18 dollars' | 18
            '#### 50%' | 50
            '#### 18\\n\\n### Instruction:\\nHow?\\n#### 25' | 18
            '####\\n#### 18' | 18
            '#### The answer is 18' | 18
            '#### **18**' | 18
            '#### = $18 a week' | 18
            '#### Step 1: add\\n2+70=72\\n#### Step 2\\nSo 72.' | 72
            '#### 1. Compute\\n5\\n#### 10' | 10
            '#### 1) Compute\\n5\\n#### 10' | 10
            '#### 14/2 = 7' | 7
            '#### 14 / 2\\nis 7' | 7
            The answer is 18.                                | 18
            The answer is 1234                               | 1234
            The answer is 12,345.                            | 12345
            The answer is 0.75                               | 0.75
            He has 16-3 eggs                                 | 3
            from (16)-3                                      | 3
            It fell to -5 degrees                            | -5
            It fell to −5 degrees                            | -5
            1, 2, 3                                          | 3
            1,2345                                           | 2345
            x = .5                                           | .5
            """)
    void number_ofWorkedAnswer(String text, BigDecimal expected) {
        BigDecimal found = FinalNumber.of(text.replace("\\n", "\n")).orElseThrow();
        assertEquals(0, expected.compareTo(found), () -> text + ": " + found);
    }

    @ParameterizedTest
    @CsvSource({"I do not know", "####", "''", "#### none"})
    void noNumber_isNone(String text) {
        assertEquals(Optional.empty(), FinalNumber.of(text));
    }

    @Property(tries = 300)
    void anyText_isRead(@ForAll String text, @ForAll int number) {
        FinalNumber.of(text);
        String worked = text.replace("####", "") + "\n#### " + number;
        assertEquals(number, FinalNumber.of(worked).orElseThrow().longValueExact());
    }

    @ParameterizedTest
    @CsvSource({"100000"})
    void digitsRunOn_areNoAnswer(int length) {
        assertEquals(Optional.empty(), FinalNumber.of("7".repeat(length)));
    }
}
