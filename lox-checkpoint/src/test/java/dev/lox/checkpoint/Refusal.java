// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** What a reader of foreign bytes may say when it refuses them. */
final class Refusal {
    private Refusal() {}

    /** The one complaint of a call that must refuse: a printable line that names the file. */
    static String of(String file, Executable call) {
        List<String> all = all(file, call);
        assertEquals(1, all.size(), () -> "expected one complaint, got " + all);
        return all.get(0);
    }

    static List<String> all(String file, Executable call) {
        BadInputException e = assertThrows(BadInputException.class, call);
        check(file, e);
        return e.complaints();
    }

    static void check(String file, BadInputException e) {
        assertTrue(!e.complaints().isEmpty(), "a refusal gives a reason");
        for (String line : e.complaints()) {
            assertTrue(line.contains(file), () -> "names " + file + ": " + line);
            assertTrue(line.codePoints().allMatch(HeaderParser::isPrintable), () -> "is one printable line: " + line);
        }
    }
}
