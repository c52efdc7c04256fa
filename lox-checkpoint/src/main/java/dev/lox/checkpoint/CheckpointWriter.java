// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a checkpoint of a known layout: headers first, then tensors in any order and from any thread, each at its
 * offset. A journal line with a checksum marks each finished tensor.
 */
public final class CheckpointWriter implements AutoCloseable {
    private final OutputFolder folder;
    private final CheckpointLayout layout;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, ObjectNode> finished = new LinkedHashMap<>();
    private final List<FileChannel> channels = new ArrayList<>();
    private final WriteBack writeBack = new WriteBack();

    private record Slot(FileChannel channel, long offset, TensorInfo info) {}

    private CheckpointWriter(OutputFolder folder, CheckpointLayout layout) {
        this.folder = folder;
        this.layout = layout;
    }

    /**
     * Starts a new checkpoint or resumes an unfinished one: writes the headers, and keeps finished tensors whose bytes
     * still match their checksum. The caller still has to close the folder.
     */
    public static CheckpointWriter open(OutputFolder folder, CheckpointLayout layout) throws IOException {
        CheckpointWriter writer = new CheckpointWriter(folder, layout);
        try {
            for (CheckpointLayout.Shard shard : layout.shards()) writer.openShard(shard);
            for (ObjectNode line : folder.finished()) writer.keep(line);
            return writer;
        } catch (Throwable e) {
            writer.close();
            throw e;
        }
    }

    private void openShard(CheckpointLayout.Shard shard) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.partial().resolve(shard.file()),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        channels.add(channel);
        SafetensorsHeader header = shard.header();
        TensorSink.writeFully(channel, 0, ByteBuffer.wrap(header.encoded()));
        for (TensorInfo info : header.tensors())
            slots.put(info.name(), new Slot(channel, header.dataStart() + info.begin(), info));
    }

    private void keep(ObjectNode line) throws IOException {
        Slot slot = slots.get(line.path("tensor").asText());
        if (slot == null) return;
        long crc = TensorSink.checksum(
                slot.channel(), slot.offset(), slot.offset() + slot.info().bytes());
        if (crc == line.path("crc32c").asLong(-2) && line.get("outcome") instanceof ObjectNode outcome)
            finished.put(slot.info().name(), outcome);
    }

    /** Finished tensors with their recorded outcomes. */
    public Map<String, ObjectNode> finished() {
        synchronized (finished) {
            return new LinkedHashMap<>(finished);
        }
    }

    /** The sink for tensor {@code name}. */
    public TensorSink tensor(String name) {
        Slot slot = slots.get(name);
        if (slot == null) throw new IllegalArgumentException("no tensor " + name + " in the layout");
        return new TensorSink(slot.channel(), slot.offset(), slot.info(), writeBack);
    }

    /** Marks a tensor as finished and records its outcome. */
    public void finish(TensorSink sink, ObjectNode outcome) throws IOException {
        ObjectNode line = StrictJson.mapper().createObjectNode();
        line.put("tensor", sink.info().name())
                .put("bytes", sink.info().bytes())
                .put("crc32c", sink.finished())
                .set("outcome", outcome);
        folder.record(line);
        synchronized (finished) {
            finished.put(sink.info().name(), outcome);
        }
    }

    /**
     * Writes the side files and the {@code extra} ones, syncs everything and renames the folder to its target.
     *
     * @throws IllegalStateException if a tensor is not finished
     */
    public void commit(Map<String, byte[]> extra) throws IOException {
        synchronized (finished) {
            for (String name : slots.keySet())
                if (!finished.containsKey(name)) throw new IllegalStateException("tensor " + name + " was not written");
        }
        for (CheckpointLayout.Shard shard : layout.shards()) {
            Path file = folder.partial().resolve(shard.file());
            SafetensorsHeader header = shard.header();
            if (Files.size(file) != header.dataStart() + header.dataBytes())
                throw new IOException(file + ": has another length than was written, so the result is not published");
        }
        layout.writeSideFiles(folder.partial());
        for (Map.Entry<String, byte[]> e : extra.entrySet())
            Files.write(folder.partial().resolve(Path.of(e.getKey())), e.getValue());
        close();
        folder.commit();
    }

    /** Closes the files; an unfinished checkpoint can be resumed later. */
    @Override
    public void close() throws IOException {
        try {
            writeBack.close();
        } finally {
            for (FileChannel c : channels) c.close();
        }
    }
}
