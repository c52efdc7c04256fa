// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** {@code log.jsonl}: a line a step, in the file as soon as it is written. */
public final class RunLog implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final FileChannel channel;

    private RunLog(FileChannel channel) {
        this.channel = channel;
    }

    /** Begins an empty log. */
    public static RunLog create(Path file) throws IOException {
        return new RunLog(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /**
     * Goes on with a log, or begins one if there is none. Lines of steps that will be done again are dropped, and so is a
     * last line that a kill cut off; at any moment the file is the old one or the new one.
     *
     * @param steps optimizer steps that the run goes on after
     * @throws BadInputException if a line in the middle is no line of a log
     */
    public static RunLog resume(Path file, long steps) throws IOException {
        if (!Files.exists(file)) return create(file);
        Path kept = file.resolveSibling(file.getFileName() + ".kept");
        try (FileChannel out = FileChannel.open(
                kept, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeAll(out, upTo(steps, file));
            out.force(true);
        }
        Files.move(kept, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
            // The same as a line without a step.
        }
        throw new BadInputException(
                file + ": line " + number + ": expected an object with a step; pass --overwrite to start anew");
    }

    /** Appends a line. What is no number, the loss of a run that has blown up, is null: JSON has no other word for it. */
    public void write(LogLine line) throws IOException {
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

    /** Makes what is written outlast the machine, as a checkpoint does that goes on from it. */
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
