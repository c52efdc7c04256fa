// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("log.jsonl");
    }

    static LogLine line(long step) {
        return new LogLine(step, step / 4.0, 2.5, 5e-5, 1.5, 100 * step, 50, 2.0 * step, Map.of());
    }

    private void write(long... steps) throws IOException {
        try (RunLog log = RunLog.create(file)) {
            for (long step : steps) log.write(line(step));
        }
    }

    private List<Long> resumed(long steps, long... more) throws IOException {
        try (RunLog log = RunLog.resume(file, steps)) {
            for (long step : more) log.write(line(step));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
        return Files.readAllLines(file).stream()
                .map(l -> Long.parseLong(l.replaceAll("\\D*(\\d+),.*", "$1")))
                .toList();
    }

    @Test
    void write_line_hasTheContractsNamesAndIsThereAtOnce() throws IOException {
        try (RunLog log = RunLog.create(file)) {
            log.write(new LogLine(3, 0.75, Double.NaN, 5e-5, 1.5, 300, 50, 6, Map.of("rewards/chosen", -0.25)));
            assertEquals(
                    "{\"step\":3,\"epoch\":0.75,\"loss\":null,\"lr\":5.0E-5,\"grad_norm\":1.5,\"tokens\":300,"
                            + "\"tokens_per_second\":50.0,\"seconds\":6.0,\"rewards/chosen\":-0.25}\n",
                    Files.readString(file));
        }
    }

    @Test
    void resume_afterAStep_dropsLaterLines() throws IOException {
        write(1, 2, 3, 4);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), resumed(2, 3, 4, 5));
    }

    @Test
    void resume_tornLastLine_isDropped() throws IOException {
        write(1, 2);
        Files.writeString(file, "{\"step\":3,\"epo", StandardOpenOption.APPEND);
        assertEquals(List.of(1L, 2L, 3L), resumed(9, 3));
    }

    @Test
    void resume_withoutALog_beginsOne() throws IOException {
        assertEquals(List.of(1L), resumed(0, 1));
    }

    @Test
    void resume_whatIsNoLog_isRefusedAndKept() throws IOException {
        Files.writeString(file, "{\"step\":1}\nhello\n");
        assertEquals(
                file + ": line 2: expected an object with a step; pass overwrite to start anew",
                assertThrows(InvalidInputException.class, () -> RunLog.resume(file, 5))
                        .getMessage());
        assertEquals("{\"step\":1}\nhello\n", Files.readString(file));
    }
}
