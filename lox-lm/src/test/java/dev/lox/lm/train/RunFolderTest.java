// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.ModelIdentity;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.synthetic.BitFlips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static RunInfo job(String data) {
        RunOrigin origin = new RunOrigin("test", "m", Optional.empty(), data, List.of());
        return RunInfo.of(origin, new ModelIdentity("0".repeat(64)), ComputeDevice.CPU, 3, "d");
    }

    private void refused(String words, String data, String recipe, IfExists existing) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> RunFolder.open(out, job(data), recipe, existing));
        assertTrue(e.problems().toString().contains(words), e.problems().toString());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void open_somethingThere_isRefusedUntilToldWhatToDo() throws IOException {
        RunFolder.open(out, job("a"), "epochs: 1\n", IfExists.REFUSE).close();
        Files.writeString(out.resolve("old.txt"), "");
        refused("resume", "a", "epochs: 1\n", IfExists.REFUSE);
        RunFolder.open(out, job("a"), "epochs: 1\n", IfExists.RESUME).close();
        assertTrue(Files.exists(out.resolve("old.txt")));
        RunFolder.open(out, job("b"), "epochs: 2\n", IfExists.OVERWRITE).close();
        assertEquals(List.of("lox.json", "recipe.yaml"), names(out));
        assertEquals("epochs: 2\n", Files.readString(out.resolve("recipe.yaml")));
    }

    @Test
    void open_foldersOfOthers_areLeftAlone() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("thesis.txt"), "years of work");
        for (IfExists existing : List.of(IfExists.RESUME, IfExists.OVERWRITE))
            refused("holds no run", "a", "epochs: 1\n", existing);
        assertEquals(List.of("thesis.txt"), names(out));
        Path file = Files.writeString(temp.resolve("file"), "");
        out = file;
        refused("not a folder", "a", "epochs: 1\n", IfExists.OVERWRITE);
        out = file.resolve("below");
        refused("file: is not a folder", "a", "epochs: 1\n", IfExists.REFUSE);
    }

    @Test
    void open_resumedWithAnotherJobOrRecipe_saysWhatDiffers() throws IOException {
        RunFolder.open(out, job("a"), "epochs: 1\n", IfExists.REFUSE).close();
        refused("another data: \"a\", now \"b\"", "b", "epochs: 1\n", IfExists.RESUME);
        refused("another recipe", "a", "epochs: 2\n", IfExists.RESUME);
        assertEquals("epochs: 1\n", Files.readString(out.resolve("recipe.yaml")));
        assertTrue(Files.readString(out.resolve("lox.json")).contains("\"a\""));
    }

    @Test
    void open_runOfAnEarlierVersion_isRefusedAndNotMisread() throws IOException {
        RunFolder.open(out, job("a"), "epochs: 1\n", IfExists.REFUSE).close();
        Path info = out.resolve("lox.json");
        Files.writeString(
                info,
                Files.readString(info).replaceAll("\"model_sha256\" : \"\\w+\"", "\"model_files\" : \"2 files\""));
        refused("earlier version", "a", "epochs: 1\n", IfExists.RESUME);
    }

    @Test
    void run_ofAnotherModelUnderTheSameName_isNotResumed() throws IOException {
        Path model = temp.resolve("model");
        copy(RUN.folder(), model);
        RUN.in(model).run(out, IfExists.REFUSE, TinyRun.AT_ONCE);
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(model.resolve("model.safetensors"), weights);
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> RUN.in(model).run(out, IfExists.RESUME, TinyRun.NEVER));
        assertTrue(
                e.problems().toString().contains("model_sha256"), e.problems().toString());
    }

    @Test
    void referenceFigures_ofAnotherModel_areComputedAgain() throws IOException {
        TinyRun preferences = TinyRun.byPreferences("llama-linear");
        preferences.run(out, IfExists.REFUSE, TinyRun.NEVER);
        Path other = temp.resolve("other");
        copy(preferences.folder(), other);
        byte[] weights = Files.readAllBytes(other.resolve("model.safetensors"));
        weights[weights.length - 1] ^= 1;
        Files.write(other.resolve("model.safetensors"), weights);
        Path second = temp.resolve("second");
        preferences.in(other).run(second, IfExists.REFUSE, TinyRun.NEVER);
        List<String> first = names(out.resolve("reference"));
        assertEquals(1, first.size());
        assertFalse(names(second.resolve("reference")).contains(first.get(0)));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("config.json", "model.safetensors"))
            Files.copy(from.resolve(name), to.resolve(name));
    }

    @Test
    void open_whileAnotherRunIsThere_isRefused() throws IOException {
        try (RunFolder first = RunFolder.open(out, job("a"), "epochs: 1\n", IfExists.REFUSE)) {
            assertFalse(first.finished());
            refused("another run is writing here", "a", "epochs: 1\n", IfExists.RESUME);
            refused("another run is writing here", "a", "epochs: 1\n", IfExists.OVERWRITE);
        }
        RunFolder.open(out, job("a"), "epochs: 1\n", IfExists.RESUME).close();
    }

    @Test
    void run_finished_doesNothingWhenResumed() throws IOException {
        RUN.run(out, IfExists.REFUSE, TinyRun.NEVER);
        Map<String, String> before = TinyRun.files(out);
        var time = Files.getLastModifiedTime(out.resolve("model.safetensors"));
        Training.Outcome again = RUN.run(out, IfExists.RESUME, TinyRun.NEVER);
        assertTrue(again.finished());
        assertEquals(6, again.steps());
        assertEquals(before, TinyRun.files(out));
        assertEquals(time, Files.getLastModifiedTime(out.resolve("model.safetensors")));
    }

    @Test
    void run_overAnother_leavesNothingOfIt() throws IOException {
        RUN.lora(0).run(out, IfExists.REFUSE, TinyRun.AT_ONCE);
        RUN.saveEvery(9).run(out, IfExists.OVERWRITE, TinyRun.NEVER);
        Path fresh = temp.resolve("fresh");
        RUN.saveEvery(9).run(fresh, IfExists.REFUSE, TinyRun.NEVER);
        assertEquals(TinyRun.files(fresh), TinyRun.files(out));
        assertEquals(names(fresh), names(out));
    }

    @Test
    void checkpoints_ofEachEpoch_keepTheirModelsAlone() throws IOException {
        RUN.run(out, IfExists.REFUSE, TinyRun.NEVER);
        assertEquals(List.of("step-3"), names(out.resolve("checkpoints")));
        Path checkpoint = out.resolve("checkpoints/step-3");
        assertTrue(names(checkpoint).containsAll(List.of("config.json", "model.safetensors", "trainer.json")));
        assertFalse(Files.exists(checkpoint.resolve("optimizer.state")));
    }

    @Test
    void checkpoints_everyFewSteps_areThere() throws IOException {
        RUN.saveEvery(2).run(out, IfExists.REFUSE, TinyRun.NEVER);
        assertEquals(List.of("step-2", "step-4"), names(out.resolve("checkpoints")));
        out = temp.resolve("none");
        RUN.saveEvery(100).run(out, IfExists.REFUSE, TinyRun.NEVER);
        assertFalse(Files.exists(out.resolve("checkpoints")));
    }

    @Test
    void run_thatDiverges_saysWhereAndWhatToDo() throws IOException {
        DivergedException e = assertThrows(
                DivergedException.class, () -> RUN.lr(1e30).saveEvery(1).run(out, IfExists.REFUSE, TinyRun.NEVER));
        assertTrue(
                e.getMessage()
                        .matches("step 2: the (loss|gradient) is not finite, at a learning rate of \\S+;"
                                + " the step's rows are rows.jsonl: row \\d+, .*; try a lower lr, .*;"
                                + " the last checkpoint is of step 1"),
                e.getMessage());
        assertFalse(Files.exists(out.resolve("config.json")));
        assertTrue(Files.exists(out.resolve("checkpoints/step-1/optimizer.state")));
    }

    @Test
    void training_thatDoesNotFitItsModel_writesNothing() {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> new TinyRun(
                        TinyRun.golden("phi3"), RUN.lora(0).recipe(), RUN.data())
                .with(RunFolderTest.targets("q_proj", "o_proj"))
                .run(out, IfExists.REFUSE, TinyRun.NEVER));
        assertTrue(e.getMessage().contains("called q_proj; it has qkv_proj, o_proj"), e.getMessage());
        assertFalse(Files.exists(out));
    }

    private static Recipe targets(String... names) {
        return RUN.lora(0).recipe().with(Map.of(RecipeOption.LORA_TARGETS, String.join(",", names)));
    }

    @Test
    void record_withAFlippedBit_isNeverResumedFrom() throws Exception {
        String recipe = "epochs: 1\n";
        RunFolder.open(out, job("a"), recipe, IfExists.REFUSE).close();
        String record = Files.readString(out.resolve("lox.json"));
        BitFlips.each(300, out, where -> {
            try {
                RunFolder.open(out, job("a"), recipe, IfExists.RESUME).close();
            } catch (InvalidInputException e) {
                return;
            }
            // Taken all the same: white space.
            assertEquals(record, Files.readString(out.resolve("lox.json")), where);
            assertEquals(recipe, Files.readString(out.resolve("recipe.yaml")), where);
        });
    }

    @Test
    void checkpoint_withAFlippedBit_isNeverResumedFrom() throws Exception {
        Path checkpoint = Files.createDirectories(out.resolve("checkpoints/step-7"));
        Files.writeString(checkpoint.resolve("optimizer.state"), "moments");
        Files.writeString(checkpoint.resolve("model.safetensors"), "weights");
        SavedRun run = new SavedRun(7, 1234, 5.25);
        run.write(checkpoint);
        assertEquals(Optional.of(run), SavedRun.read(checkpoint));
        BitFlips.each(300, checkpoint, where -> {
            Optional<SavedRun> read = SavedRun.read(checkpoint);
            if (!where.startsWith("trainer.json")) assertEquals(Optional.empty(), read, where);
            else read.ifPresent(r -> assertEquals(run, r, where));
        });
    }
}
