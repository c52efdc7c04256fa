// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternReaderTest {
    static final Set<String> KNOWN = KnownPatterns.ALL;

    @ParameterizedTest
    @FieldSource("KNOWN")
    void published_stepsBackAFewTimesForEachCharacter(String pattern) {
        assertTrue(PatternReader.cost(pattern).perCharacter() <= 5, pattern);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "a 1 1",
                "ab*c 1 2",
                "a*a 1 1",
                "[^a]+x 1 2",
                "[a[b]&&[^c]]+x 1 2",
                "a?b?c*x 4 1",
                "(?:a|b|c)d*e 3 2",
                "(?:\\d{3})*\\b 1 0",
                "(?i:ll|ve)?\\p{L}+ 1 1",
                "a{2,3} 1 2",
                "a++b*+c 1 2",
                "(?>a*)b 1 1",
                "(?<=ab|c)d 1 1",
                "(?:a|b)+ 2 1",
                "\\x{41}\\u0041\\x41\\. 1 4",
                "\uD83D\uDE00 1 1",
            })
    void costAndLength(String pattern, double perCharacter, int shortest) {
        PatternCost cost = PatternReader.cost(pattern);
        assertEquals(perCharacter, cost.perCharacter());
        assertEquals(shortest, cost.shortest());
    }

    @Test
    void empty_matchesNothing() {
        assertEquals(0, PatternReader.cost("").shortest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:a|a)*?(?:a|a)*b$",
                "(x+x+)+y",
                "(a*)*b",
                "^(?:[a-z]|[a-z ])*(?:[a-z]|[a-z ])*\\d$",
                "\\s*\\s*x",
                "(((((a{1,50}){1,50}){1,50}){1,50}){1,50})b",
                "(?:a?){30}a{30}",
                "(?=.*a.*b)c",
                "(?:(?!x.*y).)*z",
            })
    void moreThanLinear_hasNoBound(String pattern) {
        assertTrue(PatternReader.cost(pattern).perCharacter() > 1000, pattern);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(a)\\1 escape",
                "\\k<a> escape",
                "\\g<0> escape",
                "a\\Kb escape",
                "\\Ga escape",
                "\\X escape",
                "(?<a>b) kind",
                "(?i)a kind",
                "(?x:a) kind",
                "(?~a) kind",
                "(?(a)b) kind",
                "(*FAIL) kind",
                "(?{a}) kind",
                "(?<=a{1,99}) look-behind",
                "a** repetition",
                "a{2}+ repetition",
                "a{2}? repetition",
                "*a repetition",
                "a{1,9999} repetitions",
                "a{99999999999} repetitions",
                "a{,} repetition",
                "a{3,2} brace",
                "{a} repetition",
                "(a closed",
                "a) closes",
                "[a closed",
                "[]a] bracket",
                "a\\ backslash",
                "\\pL braces",
            })
    void notUnderstood_isRefusedWithItsPlace(String pattern, String reason) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PatternReader.cost(pattern));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().matches(".*\\(character \\d+\\)"), e.getMessage());
    }

    @Test
    void deepOrLong_isRefused() {
        for (String pattern : new String[] {
            "(".repeat(1000) + "a" + ")".repeat(1000), "[".repeat(1000) + "a" + "]".repeat(1000), "a".repeat(10_000)
        }) assertThrows(IllegalArgumentException.class, () -> PatternReader.cost(pattern));
    }
}
