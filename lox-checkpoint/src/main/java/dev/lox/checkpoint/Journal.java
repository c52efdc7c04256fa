// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** What an unfinished folder already holds: a line for the job, then one for each finished part. A torn last line is ignored. */
final class Journal implements AutoCloseable {
    private final FileChannel channel;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens or creates, and locks: two processes never work on one target. */
    static Journal open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!WriterLock.take(channel)) {
            channel.close();
            throw new BadInputException(
                    file.getParent() + ": another run is writing here; wait for it, or choose another --out");
        }
        return new Journal(channel);
    }

    record Content(Optional<String> job, List<ObjectNode> parts, long validBytes) {
        static final Content NONE = new Content(Optional.empty(), List.of(), 0);
    }

    static Content read(Path file) throws IOException {
        if (!Files.exists(file)) return Content.NONE;
        byte[] bytes = Files.readAllBytes(file);
        List<ObjectNode> lines = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            Optional<ObjectNode> line = parse(new String(bytes, at, i - at, StandardCharsets.UTF_8));
            if (line.isEmpty()) break;
            lines.add(line.get());
            at = i + 1;
        }
        if (lines.isEmpty()) return Content.NONE;
        return new Content(Optional.of(lines.get(0).path("job").asText()), lines.subList(1, lines.size()), at);
    }

    private static Optional<ObjectNode> parse(String line) {
        try {
            JsonNode node = StrictJson.MAPPER.readTree(line);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Drops whatever stands after {@code bytes} and goes on from there. */
    void truncate(long bytes) throws IOException {
        channel.truncate(bytes);
        channel.position(bytes);
    }

    synchronized void append(ObjectNode line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
