// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code log.jsonl}: one line per logged step, written immediately. */
final class RunLog implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final FileChannel channel;

    private RunLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Starts an empty log. */
    static RunLog create(Path file) throws IOException {
        return new RunLog(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /**
     * Continues a log, or starts one if there is none. Drops lines of steps that will be repeated and a truncated last line.
     * The file is replaced atomically.
     *
     * @param steps optimizer steps after which the run continues
     * @throws InvalidInputException if a line before the last is not a log line
     */
    static RunLog resume(Path file, long steps) throws IOException {
        if (!Files.exists(file)) return create(file);
        AtomicFile.write(file, upTo(steps, file));
        return new RunLog(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    private static byte[] upTo(long steps, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int number = 0;
        for (int start = 0, end = 0; end < bytes.length; end++) {
            if (bytes[end] != '\n') continue;
            number++;
            if (step(bytes, start, end, file, number) <= steps) kept.write(bytes, start, end + 1 - start);
            start = end + 1;
        }
        return kept.toByteArray();
    }

    private static long step(byte[] bytes, int start, int end, Path file, int number) throws IOException {
        try {
            JsonNode step = MAPPER.readTree(bytes, start, end - start).path("step");
            if (step.isIntegralNumber() && step.canConvertToLong()) return step.asLong();
        } catch (JsonProcessingException e) {
            // Treated like a line without a step.
        }
        throw new InvalidInputException(
                "%s: line %s: expected an object with a step; pass %s to start anew",
                file, number, Setting.of("overwrite"));
    }

    /** Appends a line. Values that are not finite, such as the loss of a diverged run, become null, since JSON lacks them. */
    void write(LogLine line) throws IOException {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("step", line.step());
        put(row, "epoch", line.epoch());
        put(row, "loss", line.loss());
        put(row, "lr", line.lr());
        put(row, "grad_norm", line.gradNorm());
        row.put("tokens", line.tokens());
        put(row, "tokens_per_second", line.tokensPerSecond());
        put(row, "seconds", line.seconds());
        line.metrics().forEach((name, value) -> put(row, name, value));
        writeAll(channel, (row + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Syncs the log to disk, as checkpoints are. */
    void sync() throws IOException {
        channel.force(true);
    }

    private static void put(ObjectNode row, String name, double value) {
        if (Double.isFinite(value)) row.put(name, value);
        else row.putNull(name);
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    @Override
    public void close() throws IOException {
        channel.force(true);
        channel.close();
    }
}
