// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.base.FileTree;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.linalg.FloatCodec;
import dev.lox.synthetic.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who mixed up the folders is told, before a result that is none exists. */
final class UnchangedTest {
    private static final List<Integer> SHAPE = List.of(8, 6);

    @TempDir
    Path temp;

    private final float[] weights = TinyModel.random(1, 48);

    private EditReport run(EditRequest request) throws Exception {
        try (EditPlan plan = WeightEdit.plan(request)) {
            return plan.run((tensor, bytes, total) -> {});
        }
    }

    private Path model(String name, float... values) throws Exception {
        return new TinyModel().f32("a.weight", SHAPE, values).save(temp.resolve(name));
    }

    @Test
    void equalModels_areRefused_andNothingIsLeft() throws Exception {
        RequestBuilder request =
                new RequestBuilder(model("base", weights), model("aligned", weights), temp.resolve("out"));
        String problem = assertThrows(InvalidInputException.class, () -> run(request.build()))
                .getMessage();
        assertTrue(problem.contains("is equal to") && problem.contains("allow-unchanged"), problem);
        try (var left = Files.list(temp)) {
            assertEquals(
                    List.of("aligned", "base"),
                    left.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void equalModels_giveACopyWhereThatIsAllowed() throws Exception {
        Path aligned = model("aligned", weights);
        EditRequest request = new RequestBuilder(model("base", weights), aligned, temp.resolve("out")).build();
        EditReport report =
                run(request.with(new Output(temp.resolve("out"), OutputFormat.CHECKPOINT, IfExists.REFUSE, true)));
        assertEquals(0, report.changed());
        assertArrayEquals(
                Files.readAllBytes(aligned.resolve("model.safetensors")),
                Files.readAllBytes(temp.resolve("out/model.safetensors")));
    }

    @Test
    void oneTensorThatDiffers_isEnough() throws Exception {
        float[] moved = weights.clone();
        moved[3] += 0.5f;
        assertEquals(
                1,
                run(new RequestBuilder(model("base", weights), model("aligned", moved), temp.resolve("out")).build())
                        .changed());
    }

    private EditReport cast(float[] base, boolean baseIsWide, float[] aligned) throws Exception {
        // A cast rounds to the nearest.
        float[] narrow = (baseIsWide ? aligned : base).clone();
        FloatCodec.round(DType.BF16, narrow, narrow.length);
        Path from = (baseIsWide
                        ? new TinyModel().f32("a.weight", SHAPE, base)
                        : new TinyModel().bf16("a.weight", SHAPE, narrow))
                .save(temp.resolve("base"));
        Path to = (baseIsWide
                        ? new TinyModel().bf16("a.weight", SHAPE, narrow)
                        : new TinyModel().f32("a.weight", SHAPE, aligned))
                .save(temp.resolve("aligned"));
        return run(new RequestBuilder(from, to, temp.resolve("out")).build());
    }

    @Test
    void deltaThatIsACastAlone_isWarnedOf() throws Exception {
        for (boolean baseIsWide : new boolean[] {true, false}) {
            EditReport report = cast(weights, baseIsWide, weights);
            assertTrue(report.warnings().get(0).contains("‖ΔW‖ is 1.00 of it"), report.warnings()::toString);
            assertEquals(
                    report.warnings().get(0),
                    new JsonMapper()
                            .readTree(temp.resolve("out/lox.json").toFile())
                            .path("warnings")
                            .path(0)
                            .asText());
            FileTree.delete(temp.resolve("out"));
        }
    }

    @Test
    void deltaAboveACast_isNotWarnedOf() throws Exception {
        float[] moved = TinyModel.moved(weights, 6, 2, 7);
        for (boolean baseIsWide : new boolean[] {true, false}) {
            EditReport report = cast(weights, baseIsWide, moved);
            assertFalse(report.warnings().toString().contains("rounding of one model"), report.warnings()::toString);
            FileTree.delete(temp.resolve("out"));
        }
    }
}
