// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.base.ForeignText;
import dev.lox.base.StrictJson;
import dev.lox.checkpoint.OutputFolder.IfExists;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class RoundTripTest {
    private Path temp;

    @BeforeTry
    void makeFolder() throws IOException {
        temp = Files.createTempDirectory("round-trip");
    }

    @AfterTry
    void deleteFolder() throws IOException {
        try (var inside = Files.walk(temp)) {
            for (Path p : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }

    @Provide
    Arbitrary<List<Crafted.Entry>> entries() {
        Arbitrary<DType> dtype = Arbitraries.of(DType.class);
        // The last dimension is four, so that elements of four and six bits end on whole bytes.
        Arbitrary<Shape> shape = Arbitraries.longs()
                .between(0, 3)
                .list()
                .ofMaxSize(3)
                .map(dims ->
                        new Shape(Stream.concat(dims.stream(), Stream.of(4L)).toList()));
        return Combinators.combine(Arbitraries.strings().ofMaxLength(12), dtype, shape)
                .as(Crafted.Entry::new)
                .filter(e -> !e.name().equals("__metadata__"))
                .filter(e -> ForeignText.isPrintable(e.name()))
                .list()
                .uniqueElements(Crafted.Entry::name)
                .ofMaxSize(8);
    }

    @Property(tries = 150)
    void tensorsWrittenInAnyOrderAndPieces_giveTheSameBytes(
            @ForAll("entries") List<Crafted.Entry> entries, @ForAll long order) throws IOException {
        Path source = Crafted.model(temp.resolve("source"), entries.toArray(Crafted.Entry[]::new));
        Path target = temp.resolve("out");
        Set<String> seen = new HashSet<>();
        try (Checkpoint model = Checkpoint.open(source);
                OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE);
                CheckpointWriter writer =
                        CheckpointWriter.open(folder, CheckpointLayout.like(model, Optional.empty()))) {
            List<StoredTensor> tensors = new ArrayList<>(model.tensors().values());
            Random random = new Random(order);
            Collections.shuffle(tensors, random);
            for (StoredTensor t : tensors) {
                seen.add(t.name());
                TensorSink sink = writer.tensor(t.name());
                for (long at = 0; at < t.info().bytes(); ) {
                    int n = (int) Math.min(t.info().bytes() - at, 1 + random.nextInt(40));
                    ByteBuffer piece = ByteBuffer.allocate(n);
                    t.read(at, piece);
                    sink.write(piece.flip());
                    at += n;
                }
                writer.finish(sink, StrictJson.mapper().createObjectNode());
            }
            writer.commit(Map.of());
        }
        assertEquals(entries.size(), seen.size());
        for (String file : List.of("model.safetensors", "config.json"))
            assertArrayEquals(Files.readAllBytes(source.resolve(file)), Files.readAllBytes(target.resolve(file)));
    }
}
