// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DegenerationTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t \u2003"})
    void blank_isEmpty(String text) {
        assertEquals(Optional.of(Degeneration.EMPTY), Degeneration.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "1. 1. 1. 1. 1. 1.", "42", "a", "x = 3", "\ud83d\ude00\ud83d\ude00", "- - - -"})
    void noTwoLettersSideBySide_isNoWords(String text) {
        assertEquals(Optional.of(Degeneration.NO_WORDS), Degeneration.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes yes yes yes",
                "no no no no no no no no no no no no",
                "aaaaaaaaaaaa",
                "The best season: The best season: The best season: The best season: The best season:",
                "1. Know the basics:\n1. Know the basics:\n1. Know the basics:\n1. Know the basics:\n",
                "да да да да да да да да",
                "谢谢谢谢谢谢谢谢谢谢谢谢",
                "Baked in a pan: Baked Baked Baked Baked Baked Baked Baked Baked Baked Baked Baked Baked Baked"
            })
    void loop_isRepetition(String text) {
        assertEquals(Optional.of(Degeneration.REPETITION), Degeneration.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No.",
                "Paris",
                "Yes, yes, of course.",
                "The answer is 100000000.",
                "क्या",
                "Step 1: Add an egg.\nStep 2: Add a cup of milk.\nStep 3: Add a cup of flour.\nStep 4: Add some salt.",
                "- red\n- green\n- blue\n- yellow\n- black\n- white",
                "| name | age |\n|------------------|------------------|\n| Ada | 36 |\n| Alan | 41 |",
                "Summary\n================================================\nAll went well.",
                "Row, row, row your boat,\ngently down the stream,\nmerrily, merrily, merrily, merrily,\nlife is but a dream.",
                "The wind blows by, the day is long,\nhey ho, the wind and the rain;\nthe boy went out to sing a song,\n"
                        + "hey ho, the wind and the rain.",
                "for (int i = 0; i < n; i++) {\n    for (int j = 0; j < n; j++) {\n        a[i][j] = b[j][i];\n    }\n}"
            })
    void text_withEqualParts_isText(String text) {
        assertEquals(Optional.empty(), Degeneration.of(text));
    }

    @Property
    void anything_saidOverAndOver_isRepetition(
            @ForAll @AlphaChars @StringLength(min = 2, max = 20) String piece,
            @ForAll @IntRange(min = 5, max = 40) int n) {
        assertEquals(Optional.of(Degeneration.REPETITION), Degeneration.of((piece + " ").repeat(n)));
    }

    @Property
    void anyText_isClassed(@ForAll String text) {
        assertEquals(Degeneration.of(text), Degeneration.of("\n " + text + " "));
    }

    @Test
    void emptyIsSaidBeforeTheRest() {
        assertEquals(Optional.of(Degeneration.EMPTY), Degeneration.of("\n".repeat(100)));
        assertEquals(Optional.of(Degeneration.NO_WORDS), Degeneration.of("1, ".repeat(100)));
    }
}
