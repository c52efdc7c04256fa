// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void settings_areSpelledByTheCaller() {
        Problem problem = Problem.of("%s has %d rows; set %s", "a.json", 3, Setting.of("extra-rows", "copy"));
        assertEquals("a.json has 3 rows; set extra-rows=copy", problem.toString());
        assertEquals("a.json has 3 rows; set [extra-rows]", problem.text(s -> "[" + s.key() + "]"));
        assertEquals(List.of(Setting.of("extra-rows", "copy")), problem.settings());
    }

    @Test
    void percentSigns_ofForeignText_areText() {
        assertEquals("50%d of 100%", Problem.of("50%d of 100%").toString());
        assertEquals("at 100%s: no", Problem.of("%s: no", "at 100%s").toString());
    }

    @Test
    void problems_keepSettingsOnTheirWayThroughAnotherCheck() {
        Problems problems = new Problems();
        problems.addAll(new InvalidInputException("%s: expected a number", Setting.of("rank")));
        InvalidInputException all = assertThrows(InvalidInputException.class, problems::refuse);
        assertEquals(List.of(Setting.of("rank")), all.details().get(0).settings());
        assertEquals(List.of("rank: expected a number"), all.problems());
    }

    @Test
    void problems_beyondTwenty_areCounted() {
        Problems problems = new Problems();
        for (int i = 0; i < 23; i++) problems.add("number " + i);
        List<String> told =
                assertThrows(InvalidInputException.class, problems::refuse).problems();
        assertEquals(21, told.size());
        assertEquals("and 3 more problems", told.get(20));
    }

    @Test
    void keys_areWordsJoinedByHyphens() {
        assertThrows(IllegalArgumentException.class, () -> Setting.of("--rank"));
    }
}
