// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.synthetic.BitFlips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored of a cell is used only as it was written. */
class CellStoreTest {
    @TempDir
    Path folder;

    private final FakeCell model = FakeCell.plain("model");
    private final Told told = new Told();

    private List<Failure> run(Cell<?>... targets) throws Exception {
        CellStore store = new CellStore(folder);
        return new Runner(store, new Resources(1, 1, 100), true, told, () -> false).run(List.of(targets));
    }

    @Test
    void flippedBit_isNeverUsed() throws Exception {
        run(model);
        BitFlips.each(300, folder, where -> {
            CellStore store = new CellStore(folder);
            store.result(model).ifPresent(r -> assertEquals("model", r.value().name(), where));
            if (where.contains("files/")) assertFalse(store.holdsFiles(model), where);
            if (store.holdsFiles(model))
                assertEquals("model", Files.readString(store.files(model).resolve("file")), where);
        });
    }

    @Test
    void damagedResult_isMadeAgainAndSaidSo() throws Exception {
        run(model);
        Path result = new CellStore(folder).folder(model).resolve("result.json");
        String whole = Files.readString(result);
        Files.writeString(result, whole.replace("\"model\"", "\"madel\""));
        assertEquals(List.of(), run(model));
        assertEquals(2, model.runs.get());
        assertTrue(told.lines.contains("model damaged"), told.lines.toString());
        assertEquals(
                "model",
                new CellStore(folder).result(model).orElseThrow().value().name());
    }

    @Test
    void damagedFiles_areMadeAgainForTheirReaders_andNotResumedFrom() throws Exception {
        run(model);
        Path file = new CellStore(folder).files(model).resolve("file");
        Files.writeString(file, "madel");
        model.doing(place -> assertFalse(Files.exists(place.files().resolve("file"))));
        assertEquals(List.of(), run(FakeCell.plain("reader", model)));
        assertEquals(2, model.runs.get());
        assertTrue(told.lines.contains("model damaged"), told.lines.toString());
        assertEquals("model", Files.readString(file));
    }

    @Test
    void resultOfAnotherCell_isNotTaken() throws Exception {
        FakeCell other = FakeCell.plain("other");
        run(model, other);
        CellStore store = new CellStore(folder);
        Files.copy(
                store.folder(other).resolve("result.json"),
                store.folder(model).resolve("result.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(store.result(model).isEmpty());
    }
}
