// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledStudyTest {
    private static final int STOPS = 10;

    @TempDir
    Path folder;

    @Test
    void studyStoppedTenTimes_findsWhatAnUndisturbedOneFinds() throws Exception {
        TinyStudy tiny = TinyStudy.in(folder.resolve("inputs"));
        String yaml = "study: attacks\nr_metrics: 2\nbase: base\naligned: aligned\n"
                + "variants: {LoX: {method: lox}, RESTA: {repair: {method: resta}}}\n"
                + tiny.attack(8, "along: 3, ").replace("max-steps", "warmup: 2, max-steps")
                + "evaluations: {ASR: {measure: asr, prompts: harmful.jsonl, limit: 8, max_new_tokens: 16}}\n";
        Path out = folder.resolve("out");
        ObjectNode whole = TinyStudy.withoutSeconds(tiny.run(yaml, out, folder.resolve("undisturbed"), new Lines()));
        Random chance = new Random(4);
        for (int i = 0; i < STOPS; i++) {
            // As often as it is asked, rather than for so long, so that every machine stops at the same places.
            int[] asked = {1 + chance.nextInt(4)};
            BooleanSupplier stop = () -> --asked[0] < 0;
            assertThrows(
                    InterruptedException.class, () -> tiny.run(yaml, out, folder.resolve("cells"), new Lines(), stop));
        }
        Lines last = new Lines();
        assertEquals(whole, TinyStudy.withoutSeconds(tiny.run(yaml, out, folder.resolve("cells"), last)));
        assertTrue(!last.done.isEmpty(), "it was stopped before its end each time");
        assertEquals(0, last.failed.size());
    }
}
