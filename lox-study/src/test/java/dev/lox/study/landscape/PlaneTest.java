// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.model.WeightedSum;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaneTest {
    private static final Path FOUR = Path.of("src/test/resources/golden/landscape/four");
    private static final List<Path> MODELS =
            List.of(FOUR.resolve("m1"), FOUR.resolve("m2"), FOUR.resolve("m3"), FOUR.resolve("m4"));

    @TempDir
    Path temp;

    private static Plane plane(List<Path> models) throws IOException {
        return Plane.of(models);
    }

    private static String problem(Path... models) {
        return assertThrows(InvalidInputException.class, () -> plane(List.of(models)))
                .problems()
                .get(0);
    }

    @Test
    void coefficients_ofAnyPoint_addUpToOne() throws IOException {
        Random random = new Random(3);
        for (int count = 3; count <= 4; count++) {
            Plane plane = plane(MODELS.subList(0, count));
            for (int i = 0; i < 100; i++) {
                WeightedSum blend = plane.blend(random.nextDouble(-30, 30), random.nextDouble(-30, 30));
                double sum = blend.terms().stream()
                        .mapToDouble(WeightedSum.Term::coefficient)
                        .sum();
                assertEquals(1, sum, 1e-13);
                assertEquals(count, blend.terms().size());
            }
        }
    }

    @Test
    void firstAndSecondModel_areThemselvesAtTheirPlaces() throws IOException {
        Plane plane = plane(MODELS);
        for (int m = 0; m < 2; m++) {
            Mark mark = plane.marks().get(m);
            WeightedSum blend = plane.blend(mark.x(), mark.y());
            for (int i = 0; i < 4; i++)
                assertEquals(i == m ? 1.0 : 0.0, Math.abs(blend.terms().get(i).coefficient()));
            assertEquals(MODELS.get(0), blend.folder());
        }
    }

    @Test
    void thirdOfThree_isItselfAtItsPlace() throws IOException {
        Plane plane = plane(MODELS.subList(0, 3));
        Mark mark = plane.marks().get(2);
        WeightedSum blend = plane.blend(mark.x(), mark.y());
        assertEquals(0, blend.terms().get(0).coefficient(), 1e-12);
        assertEquals(0, blend.terms().get(1).coefficient(), 1e-12);
        assertEquals(1, blend.terms().get(2).coefficient(), 1e-12);
        assertEquals(0, mark.distance());
    }

    @Test
    void models_thatSpanNoPlane_areRefused() {
        Path m1 = MODELS.get(0);
        Path m2 = MODELS.get(1);
        assertTrue(problem(m1, m1, m2).contains("has the weights of " + m1));
        assertTrue(problem(m1, m2, m2).contains("lies on the line through"));
        assertTrue(problem(m1, m2, m1).contains("lies on the line through"));
        assertThrows(IllegalArgumentException.class, () -> plane(List.of(m1, m2)));
    }

    @Test
    void outputLayer_thatSomeModelsTie_isComparedWithTheirEmbedding() throws IOException {
        Path tied = FOUR.resolveSibling("three").resolve("m3");
        assertTrue(plane(List.of(MODELS.get(0), MODELS.get(1), tied)).unit() > 0);
        assertTrue(plane(List.of(tied, MODELS.get(0), MODELS.get(1))).unit() > 0);
    }

    @Test
    void models_thatCannotBeLoaded_areRefused() {
        assertTrue(problem(temp.resolve("none"), MODELS.get(0), MODELS.get(1)).contains("no such folder"));
    }

    @Test
    void tensor_thatHoldsNoNumbers_isNamed() throws IOException {
        Path bad = Files.createDirectories(temp.resolve("bad"));
        for (String file : List.of("config.json", "model.safetensors"))
            Files.copy(MODELS.get(1).resolve(file), bad.resolve(file));
        try (Checkpoint checkpoint = Checkpoint.open(bad);
                RandomAccessFile file =
                        new RandomAccessFile(bad.resolve("model.safetensors").toFile(), "rw")) {
            StoredTensor norm = checkpoint.require("model.norm.weight");
            file.seek(norm.file().header().dataStart() + norm.info().begin() + 4);
            file.write(new byte[] {0, 0, (byte) 0xc0, 0x7f});
        }
        assertEquals(
                bad + ": tensor model.norm.weight holds NaN or infinity, expected numbers",
                problem(MODELS.get(0), bad, MODELS.get(2)));
    }
}
