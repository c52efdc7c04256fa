// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What a reader of foreign bytes may say when it refuses them. */
final class Refusal {
    private Refusal() {}

    /** The one problem of a call that must refuse: a printable line that names the file. */
    static String of(String file, Executable call) {
        List<String> all = all(file, call);
        assertEquals(1, all.size(), () -> "expected one problem, got " + all);
        return all.get(0);
    }

    static List<String> all(String file, Executable call) {
        InvalidInputException e = assertThrows(InvalidInputException.class, call);
        check(file, e);
        return e.problems();
    }

    static void check(String file, InvalidInputException e) {
        assertTrue(!e.problems().isEmpty(), "a refusal gives a reason");
        for (String line : e.problems()) {
            assertTrue(line.contains(file), () -> "names " + file + ": " + line);
            assertTrue(ForeignText.isPrintable(line), () -> "is one printable line: " + line);
        }
    }
}
