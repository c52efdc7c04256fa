// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.ModelIdentity;
import dev.lox.harden.EditPlan;
import dev.lox.harden.Lox;
import dev.lox.harden.Output;
import dev.lox.harden.Role;
import dev.lox.harden.WeightEdit;
import dev.lox.study.demo.TinyPair;
import dev.lox.study.engine.CellContext;
import dev.lox.study.engine.CellStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditCellTest {
    @TempDir
    Path temp;

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void editKilledInTheMiddle_isMadeAgain() throws IOException, InterruptedException {
        TinyPair pair = TinyPair.unpack(temp.resolve("pair"));
        Map<Role, ModelSource> models = new EnumMap<>(Role.class);
        models.put(Role.BASE, ModelSource.Given.of(pair.base()));
        models.put(Role.ALIGNED, ModelSource.Given.of(pair.aligned()));
        EditCell cell = EditCell.of("", models, Lox.DEFAULT);
        CellStore store = new CellStore(temp.resolve("cells"));
        Path files = temp.resolve("cells").resolve("cell").resolve("files");
        Files.createDirectories(files.getParent());
        CellContext context = new CellContext(files, store, 1, () -> false);
        cell.run(context);
        String undisturbed = ModelIdentity.of(files).sha256();

        Map<Role, Path> folders = new EnumMap<>(Role.class);
        folders.put(Role.BASE, pair.base());
        folders.put(Role.ALIGNED, pair.aligned());
        Path again = temp.resolve("cells").resolve("again").resolve("files");
        Files.createDirectories(again.getParent());
        int[] done = {0};
        try (EditPlan plan = WeightEdit.plan(cell.request().with(folders).with(Output.checkpoint(again)))) {
            assertThrows(
                    Killed.class,
                    () -> plan.run((tensor, bytes, total) -> {
                        if (++done[0] == 3) throw new Killed();
                    }));
        }
        assertTrue(Files.exists(again.resolveSibling(".files.lox-partial")));
        cell.run(new CellContext(again, store, 1, () -> false));
        assertEquals(undisturbed, ModelIdentity.of(again).sha256());
    }
}
