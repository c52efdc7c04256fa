// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes its name to a file, once it has found the files of its inputs; counts how often, and does what a test asks. */
final class FakeCell implements Cell<FakeCell.Name> {
    record Name(String name) {
        Name {
            Objects.requireNonNull(name);
        }
    }

    private final String name;
    private final List<Cell<?>> inputs;
    private final boolean ephemeral;
    final AtomicInteger runs = new AtomicInteger();
    long bytes = 1;
    Work during = place -> {};

    /** What happens while it runs. */
    interface Work {
        void at(CellContext place) throws IOException, InterruptedException;
    }

    private FakeCell(String name, boolean ephemeral, Cell<?>... inputs) {
        this.name = name;
        this.ephemeral = ephemeral;
        this.inputs = List.of(inputs);
    }

    static FakeCell plain(String name, Cell<?>... inputs) {
        return new FakeCell(name, false, inputs);
    }

    static FakeCell ephemeral(String name, Cell<?>... inputs) {
        return new FakeCell(name, true, inputs);
    }

    FakeCell needing(long memory) {
        bytes = memory;
        return this;
    }

    FakeCell doing(Work work) {
        during = work;
        return this;
    }

    FakeCell failing(String error) {
        return doing(place -> {
            throw new IOException(error);
        });
    }

    @Override
    public String label() {
        return name;
    }

    @Override
    public String kind() {
        return name.substring(0, 1);
    }

    @Override
    public ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("fake", name);
        inputs.forEach(i -> node.withArray("inputs").add(i.key()));
        return node;
    }

    @Override
    public List<Cell<?>> inputs() {
        return inputs;
    }

    @Override
    public boolean isEphemeral() {
        return ephemeral;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Class<Name> resultType() {
        return Name.class;
    }

    @Override
    public Name run(CellContext place) throws IOException, InterruptedException {
        runs.incrementAndGet();
        for (Cell<?> input : inputs) {
            Path file = place.store().files(input).resolve("file");
            if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
        }
        Files.createDirectories(place.files());
        during.at(place);
        Files.writeString(place.files().resolve("file"), name);
        return new Name(name);
    }
}
