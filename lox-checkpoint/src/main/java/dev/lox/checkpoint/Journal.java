// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.CheckedJson;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The journal of an unfinished folder, as JSON lines with checksums: one for the job, then one for each run that worked on
 * it and each part that is finished. A damaged line counts as missing; a torn last one is dropped.
 */
final class Journal implements AutoCloseable {
    private static final String JOB = "job";
    private static final String RUN = "run";

    private final Path file;
    private final String run = UUID.randomUUID().toString();
    private final FileChannel channel;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Starts the journal of a job. */
    static Journal create(Path file, String job) throws IOException {
        Journal journal = open(file, 0);
        journal.append(StrictJson.mapper().createObjectNode().put(JOB, job));
        return journal.begun();
    }

    /** Continues a journal after its first {@code bytes} bytes. */
    static Journal resume(Path file, long bytes) throws IOException {
        return open(file, bytes).begun();
    }

    private static Journal open(Path file, long bytes) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(bytes).position(bytes);
        return new Journal(file, channel);
    }

    private Journal begun() throws IOException {
        append(StrictJson.mapper().createObjectNode().put(RUN, run));
        return this;
    }

    /** @param run identifies the last run that worked on the job; empty if there was none */
    record Content(Optional<String> job, String run, List<ObjectNode> parts, long validBytes) {
        static final Content NONE = new Content(Optional.empty(), "", List.of(), 0);
    }

    static Content read(Path file) throws IOException {
        if (!Files.exists(file)) return Content.NONE;
        byte[] bytes = Files.readAllBytes(file);
        Optional<String> job = Optional.empty();
        String run = "";
        List<ObjectNode> parts = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            Optional<ObjectNode> line = CheckedJson.parse(new String(bytes, at, i - at, StandardCharsets.UTF_8));
            at = i + 1;
            if (line.isEmpty()) continue;
            if (line.get().has(JOB)) job = Optional.of(line.get().path(JOB).asText());
            else if (line.get().has(RUN)) run = line.get().path(RUN).asText();
            else parts.add(line.get());
        }
        return job.isEmpty() ? Content.NONE : new Content(job, run, parts, at);
    }

    synchronized void append(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((CheckedJson.seal(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    /** Whether the journal at the path is still this one, and no other run has worked on the folder since. */
    boolean isCurrent() throws IOException {
        return read(file).run().equals(run);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
