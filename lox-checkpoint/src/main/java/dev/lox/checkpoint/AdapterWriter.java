// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.StrictJson;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes a PEFT adapter whose ranks become known only while it is computed. Tensors are spooled in any order and copied
 * to {@code adapter_model.safetensors}, sorted by name, at the end.
 */
public final class AdapterWriter implements AutoCloseable {
    private static final String SPOOL = "spool.bin";

    private final OutputFolder folder;
    private final FileChannel spool;
    private final WriteBack writeBack = new WriteBack();
    private final Map<String, ObjectNode> finished = new LinkedHashMap<>();

    /** Tensors of finished jobs; their offsets are positions in the spool. */
    private final Map<String, TensorInfo> entries = new TreeMap<>();

    private long end;

    private AdapterWriter(OutputFolder folder, FileChannel spool) {
        this.folder = folder;
        this.spool = spool;
    }

    /** Starts a new adapter or resumes an unfinished one. The caller still has to close the folder. */
    public static AdapterWriter open(OutputFolder folder) throws IOException {
        FileChannel spool = FileChannel.open(
                folder.scratch(SPOOL), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        AdapterWriter writer = new AdapterWriter(folder, spool);
        try {
            for (ObjectNode line : folder.finished()) writer.keep(line);
            return writer;
        } catch (Throwable e) {
            writer.close();
            throw e;
        }
    }

    /** Keeps a finished job if its journal line is consistent and its bytes match their checksum. */
    private void keep(ObjectNode line) throws IOException {
        if (!(line.get("entries") instanceof ArrayNode list && line.get("outcome") instanceof ObjectNode outcome))
            return;
        long size = spool.size();
        List<TensorInfo> infos = new ArrayList<>();
        for (JsonNode e : list) place(e, size).ifPresent(infos::add);
        // Ranges of the spool are never reused, so a journal line always describes the bytes it was written for.
        for (TensorInfo info : infos) end = Math.max(end, info.end());
        if (infos.size() < list.size() || overlap(infos)) return;
        for (int i = 0; i < infos.size(); i++) {
            TensorInfo info = infos.get(i);
            long expected = list.get(i).path("crc32c").asLong(-2);
            if (TensorSink.checksum(spool, info.begin(), info.end()) != expected) return;
        }
        for (TensorInfo info : infos) entries.put(info.name(), info);
        finished.put(line.path("tensor").asText(), outcome);
    }

    /** A tensor's range as recorded in the journal; empty if the record is inconsistent. */
    private static Optional<TensorInfo> place(JsonNode e, long size) {
        Optional<DType> dtype = DType.ofHeader(e.path("dtype").asText());
        long begin = e.path("begin").asLong(-1);
        long end = e.path("end").asLong(-1);
        List<Long> dims = new ArrayList<>();
        e.path("shape").forEach(d -> dims.add(d.asLong(-1)));
        if (dtype.isEmpty()
                || begin < 0
                || end < begin
                || end > size
                || dims.stream().anyMatch(d -> d < 0)) return Optional.empty();
        Shape shape = new Shape(dims);
        try {
            if (Math.multiplyExact(shape.elements(), dtype.get().bits()) != 8 * (end - begin)) return Optional.empty();
        } catch (ArithmeticException overflow) {
            return Optional.empty();
        }
        return Optional.of(new TensorInfo(e.path("name").asText(), dtype.get(), shape, begin, end));
    }

    /** Whether any of these tensors overlap each other or one that is kept. */
    private boolean overlap(List<TensorInfo> infos) {
        List<TensorInfo> all = new ArrayList<>(entries.values());
        for (TensorInfo info : infos) {
            if (all.stream().anyMatch(o -> info.begin() < o.end() && o.begin() < info.end())) return true;
            all.add(info);
        }
        return false;
    }

    /** Finished jobs with their recorded outcomes. */
    public synchronized Map<String, ObjectNode> finished() {
        return new LinkedHashMap<>(finished);
    }

    /** All tensors written by finished jobs, by name. */
    public synchronized Map<String, TensorInfo> entries() {
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /** Reserves space for a tensor of the adapter. */
    public synchronized TensorSink tensor(String name, DType dtype, Shape shape) {
        long bytes = shape.elements() * dtype.bytes();
        TensorInfo info = new TensorInfo(name, dtype, shape, end, end + bytes);
        end += bytes;
        return new TensorSink(spool, info.begin(), info, writeBack);
    }

    /** Marks job {@code name} as finished; it may have written no tensors. */
    public synchronized void finish(String name, List<TensorSink> sinks, ObjectNode outcome) throws IOException {
        ObjectNode line = StrictJson.mapper().createObjectNode().put("tensor", name);
        ArrayNode list = line.putArray("entries");
        for (TensorSink sink : sinks) {
            TensorInfo info = sink.info();
            ObjectNode e = list.addObject()
                    .put("name", info.name())
                    .put("dtype", info.dtype().name())
                    .put("begin", info.begin())
                    .put("end", info.end())
                    .put("crc32c", sink.finished());
            ArrayNode shape = e.putArray("shape");
            info.shape().dims().forEach(shape::add);
        }
        line.put("bytes", sinks.stream().mapToLong(s -> s.info().bytes()).sum()).set("outcome", outcome);
        folder.record(line);
        for (TensorSink sink : sinks) entries.put(sink.info().name(), sink.info());
        finished.put(name, outcome);
    }

    /** Writes the adapter's two files and the {@code extra} ones, syncs them and renames the folder to its target. */
    public synchronized void commit(ObjectNode config, Map<String, byte[]> extra) throws IOException {
        List<TensorInfo> placed = new ArrayList<>();
        long at = 0;
        for (TensorInfo e : entries.values()) {
            placed.add(new TensorInfo(e.name(), e.dtype(), e.shape(), at, at + e.bytes()));
            at += e.bytes();
        }
        SafetensorsHeader header = SafetensorsHeader.encode(placed, Map.of("format", "pt"));
        try (FileChannel out = FileChannel.open(
                folder.partial().resolve(PeftAdapter.WEIGHTS),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            TensorSink.writeFully(out, 0, ByteBuffer.wrap(header.encoded()));
            out.position(header.dataStart());
            for (TensorInfo e : entries.values()) copy(e, out);
        }
        Files.write(
                folder.partial().resolve(PeftAdapter.CONFIG),
                (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, byte[]> e : extra.entrySet())
            Files.write(folder.partial().resolve(Path.of(e.getKey())), e.getValue());
        close();
        folder.commit();
    }

    private void copy(TensorInfo tensor, FileChannel out) throws IOException {
        for (long at = tensor.begin(); at < tensor.end(); ) {
            long n = spool.transferTo(at, tensor.end() - at, out);
            if (n == 0)
                throw new EOFException(folder.scratch(SPOOL) + ": the file ended at byte " + at + " while it was read");
            at += n;
        }
    }

    /** Closes the spool; an unfinished adapter can be resumed later. */
    @Override
    public synchronized void close() throws IOException {
        try {
            writeBack.close();
        } finally {
            spool.close();
        }
    }
}
