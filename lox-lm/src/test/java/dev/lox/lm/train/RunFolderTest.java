// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final TinyRun RUN = TinyRun.supervised("llama-linear");

    @TempDir
    Path temp;

    private Path out;

    @BeforeEach
    void place() {
        out = temp.resolve("out");
    }

    private static ObjectNode job(String data) {
        return JsonNodeFactory.instance.objectNode().put("data", data).put("rows", 3);
    }

    private void refused(String words, String data, String recipe, Existing existing) {
        BadInputException e =
                assertThrows(BadInputException.class, () -> RunFolder.open(out, job(data), recipe, existing));
        assertTrue(e.complaints().toString().contains(words), e.complaints().toString());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void open_somethingThere_isRefusedUntilToldWhatToDo() throws IOException {
        RunFolder.open(out, job("a"), "epochs: 1\n", Existing.REFUSE).close();
        Files.writeString(out.resolve("old.txt"), "");
        refused("--resume", "a", "epochs: 1\n", Existing.REFUSE);
        RunFolder.open(out, job("a"), "epochs: 1\n", Existing.RESUME).close();
        assertTrue(Files.exists(out.resolve("old.txt")));
        RunFolder.open(out, job("b"), "epochs: 2\n", Existing.OVERWRITE).close();
        assertEquals(List.of(".lock", "lox.json", "recipe.yaml"), names(out));
        assertEquals("epochs: 2\n", Files.readString(out.resolve("recipe.yaml")));
    }

    @Test
    void open_foldersOfOthers_areLeftAlone() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("thesis.txt"), "years of work");
        for (Existing existing : List.of(Existing.RESUME, Existing.OVERWRITE))
            refused("holds no run", "a", "epochs: 1\n", existing);
        assertEquals(List.of("thesis.txt"), names(out));
        Path file = Files.writeString(temp.resolve("file"), "");
        out = file;
        refused("not a folder", "a", "epochs: 1\n", Existing.OVERWRITE);
        out = file.resolve("below");
        refused("file: is not a folder", "a", "epochs: 1\n", Existing.REFUSE);
    }

    @Test
    void open_resumedWithAnotherJobOrRecipe_saysWhatDiffers() throws IOException {
        RunFolder.open(out, job("a"), "epochs: 1\n", Existing.REFUSE).close();
        refused("another data: \"a\", now \"b\"", "b", "epochs: 1\n", Existing.RESUME);
        refused("another recipe", "a", "epochs: 2\n", Existing.RESUME);
        assertEquals("epochs: 1\n", Files.readString(out.resolve("recipe.yaml")));
        assertTrue(Files.readString(out.resolve("lox.json")).contains("\"a\""));
    }

    @Test
    void open_whileAnotherRunIsThere_isRefused() throws IOException {
        try (RunFolder first = RunFolder.open(out, job("a"), "epochs: 1\n", Existing.REFUSE)) {
            assertFalse(first.finished());
            refused("another run is writing here", "a", "epochs: 1\n", Existing.RESUME);
            refused("another run is writing here", "a", "epochs: 1\n", Existing.OVERWRITE);
        }
        RunFolder.open(out, job("a"), "epochs: 1\n", Existing.RESUME).close();
    }

    @Test
    void run_finished_doesNothingWhenResumed() throws IOException {
        RUN.run(out, Existing.REFUSE, TinyRun.NEVER);
        Map<String, String> before = TinyRun.files(out);
        var time = Files.getLastModifiedTime(out.resolve("model.safetensors"));
        Trainer.Outcome again = RUN.run(out, Existing.RESUME, TinyRun.NEVER);
        assertTrue(again.finished());
        assertEquals(6, again.steps());
        assertEquals(before, TinyRun.files(out));
        assertEquals(time, Files.getLastModifiedTime(out.resolve("model.safetensors")));
    }

    @Test
    void run_overAnother_leavesNothingOfIt() throws IOException {
        RUN.lora(0).run(out, Existing.REFUSE, TinyRun.AT_ONCE);
        RUN.saveEvery(9).run(out, Existing.OVERWRITE, TinyRun.NEVER);
        Path fresh = temp.resolve("fresh");
        RUN.saveEvery(9).run(fresh, Existing.REFUSE, TinyRun.NEVER);
        assertEquals(TinyRun.files(fresh), TinyRun.files(out));
        assertEquals(names(fresh), names(out));
    }

    @Test
    void checkpoints_ofEachEpoch_keepTheirModelsAlone() throws IOException {
        RUN.run(out, Existing.REFUSE, TinyRun.NEVER);
        assertEquals(List.of("step-3"), names(out.resolve("checkpoints")));
        Path checkpoint = out.resolve("checkpoints/step-3");
        assertTrue(names(checkpoint).containsAll(List.of("config.json", "model.safetensors", "trainer.json")));
        assertFalse(Files.exists(checkpoint.resolve("optimizer.state")));
    }

    @Test
    void checkpoints_everyFewSteps_areThere() throws IOException {
        RUN.saveEvery(2).run(out, Existing.REFUSE, TinyRun.NEVER);
        assertEquals(List.of("step-2", "step-4"), names(out.resolve("checkpoints")));
        out = temp.resolve("none");
        RUN.saveEvery(100).run(out, Existing.REFUSE, TinyRun.NEVER);
        assertFalse(Files.exists(out.resolve("checkpoints")));
    }

    @Test
    void run_thatDiverges_saysWhereAndWhatToDo() throws IOException {
        DivergedException e = assertThrows(
                DivergedException.class, () -> RUN.lr(1e30).saveEvery(1).run(out, Existing.REFUSE, TinyRun.NEVER));
        assertTrue(
                e.getMessage()
                        .matches("step 2: the (loss|gradient) is not finite, at a learning rate of \\S+;"
                                + " the step's rows are rows.jsonl: row \\d+, .*; try a lower --lr, .*;"
                                + " the last checkpoint is of step 1"),
                e.getMessage());
        assertFalse(Files.exists(out.resolve("config.json")));
        assertTrue(Files.exists(out.resolve("checkpoints/step-1/optimizer.state")));
    }

    @Test
    void training_thatDoesNotFitItsModel_writesNothing() {
        BadInputException e = assertThrows(
                BadInputException.class, () -> new TinyRun("phi3", RUN.lora(0).recipe(), RUN.data())
                        .with(RunFolderTest.targets("q_proj", "o_proj"))
                        .run(out, Existing.REFUSE, TinyRun.NEVER));
        assertTrue(e.getMessage().contains("called q_proj; it has qkv_proj, o_proj"), e.getMessage());
        assertFalse(Files.exists(out));
    }

    private static Recipe targets(String... names) {
        return RUN.lora(0).recipe().with(Map.of(RecipeOption.LORA_TARGETS, String.join(",", names)));
    }
}
