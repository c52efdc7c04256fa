// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of tensors are a stranger's: a plain expression must not take for ever on them, or overflow the stack. */
final class SelectionSearchTest {
    @ParameterizedTest
    @CsvSource({"(\\w+\\.)+weight$, a.", "(layers|\\.|\\w)+q, layers.0", ".*.*.*proj, x"})
    void searchThatTakesTooLong_isRefused(String expression, String piece) {
        Pattern pattern = Pattern.compile(expression);
        String name = piece.repeat(40_000 / piece.length()) + "!";
        for (Selection selection :
                List.of(new Selection(List.of(pattern), List.of()), new Selection(List.of(), List.of(pattern)))) {
            String problem = assertThrows(InvalidInputException.class, () -> selection.selects(name))
                    .getMessage();
            assertTrue(problem.contains("takes too long"), problem);
            assertTrue(problem.length() < 250, problem);
        }
    }

    @ParameterizedTest
    @CsvSource({"(\\w+\\.)+weight$", "(layers|\\.|\\w)+q", ".*.*.*proj", "^model\\.layers\\.(1[0-9]|3)\\..*q_proj"})
    void expressionsThatPeopleUse_areSearchedToTheEnd(String expression) {
        Selection selection = new Selection(List.of(Pattern.compile(expression)), List.of());
        assertTrue(selection.selects("model.layers.17.self_attn.q_proj.weight"));
    }
}
