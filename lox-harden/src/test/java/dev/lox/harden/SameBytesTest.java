// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.OutputFolder;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Same inputs, same options: the same bytes in every file, however the run went. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameBytesTest {
    /** Needs 48 MiB of delta and 35 of the rest: more than the least budget of 64. */
    private static final List<Integer> HUGE = List.of(8192, 1536);

    private Path temp;
    private Path base;
    private Path aligned;
    private Path hugeBase;
    private Path hugeAligned;

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    void makeModels(@TempDir Path folder) throws IOException {
        temp = folder;
        TinyModel first = new TinyModel();
        TinyModel second = new TinyModel();
        for (int i = 0; i < 6; i++) {
            List<Integer> shape = List.of(260 + 20 * i, 256);
            float[] start = TinyModel.random(10L + i, shape.get(0) * shape.get(1));
            first.f32("layers." + i + ".weight", shape, start);
            second.f32("layers." + i + ".weight", shape, TinyModel.moved(start, 256, 4, 100L + 10 * i));
        }
        base = first.save(temp.resolve("base"));
        aligned = second.save(temp.resolve("aligned"));
        float[] start = TinyModel.random(1, HUGE.get(0) * HUGE.get(1));
        hugeBase = new TinyModel().bf16("big.weight", HUGE, start).save(temp.resolve("huge-base"));
        hugeAligned = new TinyModel()
                .bf16("big.weight", HUGE, TinyModel.moved(start, HUGE.get(1), 3, 7))
                .save(temp.resolve("huge-aligned"));
    }

    private RequestBuilder request(String out, boolean asAdapter) {
        RequestBuilder request = new RequestBuilder(base, aligned, temp.resolve(out)).rank("4");
        return asAdapter ? request.asAdapter() : request;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoThreads_writeWhatOneWrites(boolean asAdapter) throws Exception {
        request("one" + asAdapter, asAdapter).threads(1).run();
        request("two" + asAdapter, asAdapter).threads(2).run();
        FolderBytes.of(temp.resolve("one" + asAdapter)).assertSameAs(FolderBytes.of(temp.resolve("two" + asAdapter)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptedRun_resumed_endsAsIfItHadNotBeen(boolean asAdapter) throws Exception {
        String out = "resumed" + asAdapter;
        int[] left = {3};
        assertThrows(Interrupted.class, () -> request(out, asAdapter).run((tensor, bytes, total) -> {
            if (--left[0] == 0) throw new Interrupted();
        }));
        assertFalse(Files.exists(temp.resolve(out)));
        EditReport report =
                request(out, asAdapter).existing(OutputFolder.IfExists.RESUME).run();
        assertEquals(3, report.resumed());
        assertEquals(6, report.outcomes().size());
        request("whole" + asAdapter, asAdapter).run();
        FolderBytes.of(temp.resolve(out)).assertSameAs(FolderBytes.of(temp.resolve("whole" + asAdapter)));
        try (Stream<Path> files = Files.list(temp)) {
            assertEquals(0, files.filter(p -> p.toString().contains("partial")).count());
        }
    }

    @Test
    void streamedDelta_givesWhatTheResidentOneGives() throws Exception {
        EditRequest small = huge("streamed").maxMemory(64L << 20).build();
        try (EditPlan plan = WeightEdit.plan(small)) {
            TensorJob job = plan.jobs().get(0);
            assertFalse(new Footprint(small).isResident(job));
            assertTrue(new Footprint(huge("resident").build()).isResident(job));
        }
        huge("streamed").maxMemory(64L << 20).run();
        huge("resident").run();
        FolderBytes.of(temp.resolve("streamed")).assertSameAs(FolderBytes.of(temp.resolve("resident")));
    }

    private RequestBuilder huge(String out) {
        return new RequestBuilder(hugeBase, hugeAligned, temp.resolve(out)).rank("3");
    }
}
