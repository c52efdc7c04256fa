// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.harden.ComputeLimits;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Lox;
import dev.lox.harden.Role;
import dev.lox.harden.Selection;
import dev.lox.harden.WeightEdit;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.reply.FormatName;
import dev.lox.study.demo.TinyData;
import dev.lox.study.demo.TinyPair;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellProgress;
import dev.lox.study.engine.CellStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials on the tiny pair. */
class HardenTrialTest {
    private static final class Done implements CellProgress {
        final List<String> labels = new ArrayList<>();

        @Override
        public <R> void done(Cell<R> cell, R result, double seconds, int done, int total, double left) {
            labels.add(cell.label());
        }

        @Override
        public void damaged(Cell<?> cell) {
            labels.add(cell.label() + " damaged");
        }

        @Override
        public void failed(Cell<?> cell, String error, int done, int total) {
            labels.add(cell.label() + ": " + error);
        }
    }

    @TempDir
    Path folder;

    private final Done done = new Done();
    private TinyPair pair;
    private Path rows;
    private List<Prompt> prompts;

    @BeforeEach
    void write() throws IOException {
        pair = TinyPair.unpack(folder.resolve("pair"));
        Path benign = folder.resolve("benign.jsonl");
        TinyData.benignPrompts(benign);
        prompts = Prompts.read(benign, OptionalInt.of(20));
        rows = folder.resolve("rows.jsonl");
        // The same requests with the answers that are expected, as rows.
        try (Stream<String> lines = Files.lines(benign)) {
            Files.write(
                    rows,
                    lines.limit(20)
                            .map(l -> l.replace("\"answer\"", "\"completion\""))
                            .toList());
        }
    }

    private EditRequest request() {
        return request(pair.aligned(), folder.resolve("out"));
    }

    private EditRequest request(Path aligned, Path out) {
        return EditRequest.of(Map.of(Role.BASE, pair.base(), Role.ALIGNED, aligned), Lox.DEFAULT, out)
                .with(new ComputeLimits(ComputeLimits.DEFAULT_MEMORY, 1));
    }

    private HardenTrial trial(EditRequest request, boolean rowsToo, boolean promptsToo) throws Exception {
        UseData data = UseData.of(
                request.model(Role.ALIGNED),
                rowsToo ? List.of(rows) : List.of(),
                promptsToo ? prompts : List.of(),
                Optional.empty());
        return new HardenTrial(
                request, data, ComputeDevice.CPU, new CellStore(folder.resolve("cells")), done, () -> false);
    }

    @Test
    void farPush_losesWhatTheModelIsUsedFor_andLeavesNoModel() throws Exception {
        HardenTrial trial = trial(request(), true, true);
        Figures aligned = trial.at(0);
        Figures far = trial.at(30);
        assertTrue(aligned.answers().orElseThrow().refused() <= 0.05, aligned::toString);
        assertTrue(far.loss().orElseThrow() > aligned.loss().orElseThrow() + 1, far::toString);
        try (Stream<Path> files = Files.walk(folder.resolve("cells"))) {
            assertTrue(files.noneMatch(f -> f.toString().endsWith(".safetensors")));
        }
    }

    @Test
    void loss_isThatOfTheModelThatIsWritten() throws Exception {
        EditRequest request = request();
        request = request.with(request.method().withAlpha(2));
        double tried = trial(request, true, false).at(2).loss().orElseThrow();
        try (EditPlan plan = WeightEdit.plan(request)) {
            plan.run((tensor, bytes, total) -> {});
        }
        EditRequest written = request(folder.resolve("out"), folder.resolve("other"));
        assertEquals(tried, trial(written, true, false).at(0).loss().orElseThrow());
        assertNotEquals(tried, trial(request(), true, false).at(0).loss().orElseThrow());
    }

    @Test
    void selection_decidesWhatIsTried() throws Exception {
        EditRequest all = request();
        EditRequest one = new EditRequest(
                all.models(),
                all.method(),
                new Selection(List.of(Pattern.compile("layers.0.self_attn.q_proj")), List.of()),
                all.copyExtraRows(),
                all.numerics(),
                all.output(),
                all.limits());
        Figures aligned = trial(all, true, false).at(0);
        List<Figures> found = List.of(
                aligned, trial(all, true, false).at(2), trial(one, true, false).at(2));
        assertEquals(3, found.stream().distinct().count(), found::toString);
    }

    @Test
    void cells_thatAreThere_areNotDoneAgain() throws Exception {
        Figures first = trial(request(), true, true).at(1);
        int before = done.labels.size();
        assertEquals(first, trial(request(), true, true).at(1));
        assertEquals(before, done.labels.size());
        assertEquals(4, before, done.labels::toString);
    }

    @Test
    void search_stopsShortOfWhereUseSuffers() throws Exception {
        HardenTrial trial = trial(request(), true, true);
        AlphaSearch found = AlphaSearch.run(new AlphaRange(0.5, 16), new Bounds(0.1, 0.05), trial);
        double alpha = found.alpha().orElseThrow();
        assertTrue(found.isBounded(), found::toString);
        Figures aligned = found.probes().get(0).figures();
        assertTrue(new Bounds(0.1, 0.05).allow(aligned, trial.at(alpha)));
        assertFalse(new Bounds(0.1, 0.05).allow(aligned, trial.at(alpha + 0.5)), found::toString);
    }

    @Test
    void trial_thatFails_isToldWithItsReason() throws Exception {
        HardenTrial trial = trial(request(), true, true);
        IOException e = assertThrows(IOException.class, () -> trial.at(1e43));
        assertTrue(e.getMessage().startsWith("alpha 1.0E43: LoX, "), e.getMessage());
    }

    @Test
    void adapter_emptyRows_formatThatTheModelLacks_areRefused() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "{\"prompt\": \"a\", \"completion\": \"\"}\n");
        assertThrows(
                InvalidInputException.class,
                () -> UseData.of(pair.aligned(), List.of(empty), List.of(), Optional.empty()));
        Path config = pair.aligned().resolve("tokenizer_config.json");
        Files.writeString(config, Files.readString(config).replace("chat_template", "other"));
        assertThrows(
                InvalidInputException.class,
                () -> UseData.of(pair.aligned(), List.of(), prompts, Optional.of(FormatName.CHAT)));
        Files.writeString(pair.aligned().resolve("adapter_config.json"), "{}");
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> trial(request(), true, false));
        assertTrue(e.getMessage().contains("LoRA adapter"), e.getMessage());
    }
}
