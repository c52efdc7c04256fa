// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base with the leading part of its alignment alone. */
final class TruncateTest {
    private static final Trio TRIO = Trio.golden("F32");

    @TempDir
    Path temp;

    private Path run(String name, Path base, Path aligned, WeightMethod method) throws Exception {
        Path out = temp.resolve(name);
        Trio.run(EditRequest.of(Map.of(Role.BASE, base, Role.ALIGNED, aligned), method, out));
        return out;
    }

    @Test
    void fromTheBase_isTheWayBackFromTheAligned_toTheBit() throws Exception {
        Path truncated = run("truncated", TRIO.base(), TRIO.aligned(), new Truncate(new RankChoice.Fixed(2)));
        // With the models exchanged the delta leads back to the base: minus it is added.
        Lox back = new Lox(new Extrapolation(new RankChoice.Fixed(2), -1));
        Path same = run("same", TRIO.aligned(), TRIO.base(), back);
        assertSame(truncated, same);
    }

    @Test
    void wholeDelta_givesTheAlignedMatrices() throws Exception {
        Path out = run("out", TRIO.base(), TRIO.aligned(), new Truncate(new RankChoice.Full()));
        try (Checkpoint got = Checkpoint.open(out);
                Checkpoint aligned = Checkpoint.open(TRIO.aligned());
                Checkpoint base = Checkpoint.open(TRIO.base())) {
            for (StoredTensor tensor : aligned.tensors().values()) {
                if (!tensor.dtype().isReal()) continue;
                boolean matrix = tensor.shape().rank() > 1;
                StoredTensor expected = matrix ? tensor : base.require(tensor.name());
                double apart =
                        Numbers.norm(Numbers.sum(Numbers.of(got.require(tensor.name())), -1, Numbers.of(expected)));
                assertEquals(0, apart, 1e-5, tensor.name());
            }
        }
    }

    private static void assertSame(Path one, Path other) throws Exception {
        try (Checkpoint a = Checkpoint.open(one);
                Checkpoint b = Checkpoint.open(other)) {
            for (StoredTensor tensor : a.tensors().values())
                assertArrayEquals(Numbers.bytes(tensor), Numbers.bytes(b.require(tensor.name())), tensor.name());
        }
    }
}
