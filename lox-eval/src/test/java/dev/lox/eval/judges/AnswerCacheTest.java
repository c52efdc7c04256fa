// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.eval.endpoint.Answer;
import dev.lox.synthetic.BitFlips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerCacheTest {
    private static final String KEY = "ab" + "0".repeat(62);
    private static final Answer ANSWER = new Answer("harmful: no \ud83d\ude00", Answer.Ending.values()[0], 12, 3);

    @TempDir
    Path folder;

    private final AnswerCache cache() {
        return new AnswerCache(Optional.of(folder));
    }

    @Test
    void flippedBit_isNeverUsed() throws Exception {
        cache().put(KEY, ANSWER);
        assertEquals(Optional.of(ANSWER), cache().get(KEY));
        BitFlips.each(300, folder, where -> cache().get(KEY).ifPresent(answer -> assertEquals(ANSWER, answer, where)));
    }

    @Test
    void answerWithoutChecksum_isAskedForAgain() throws Exception {
        cache().put(KEY, ANSWER);
        Path file = folder.resolve("ab").resolve(KEY + ".json");
        Files.writeString(file, Files.readString(file).replaceAll(",\"lox_checksum\":\"[0-9a-f]*\"", ""));
        assertEquals(Optional.empty(), cache().get(KEY));
    }
}
