// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.CheckedJson;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.base.WriterLock;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Replies as JSON lines, written as they are generated. A file beside it records what they depend on, so that an
 * interrupted run is only resumed with the same model, settings and prompts.
 */
public final class ReplyFile implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String COUNT = "prompt_count";
    private static final String DIGEST = "prompts_sha256";

    private final Path file;
    private final WriterLock lock;
    private final FileChannel channel;
    private final int present;

    private ReplyFile(Path file, WriterLock lock, FileChannel channel, int present) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
        this.present = present;
    }

    /** The file that records what the replies depend on. */
    public static Path settingsOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".run.json");
    }

    /**
     * Opens a file for the replies to {@code prompts}.
     *
     * @param record what the replies depend on besides the prompts
     * @throws InvalidInputException if the file exists and may not be replaced, or was made with something else
     */
    public static ReplyFile open(Path file, IfExists existing, ObjectNode record, List<Prompt> prompts)
            throws IOException {
        Path settings = settingsOf(file);
        check(file, existing);
        ObjectNode full = record.deepCopy().put(COUNT, prompts.size()).put(DIGEST, Prompts.digest(prompts));
        WriterLock lock = WriterLock.beside(file);
        try {
            check(file, existing);
            int present = 0;
            long end = 0;
            if (existing == IfExists.RESUME && Files.exists(file) && Files.size(file) > 0) {
                ObjectNode before = compare(file, settings, record, prompts);
                Intact intact = intact(file, prompts);
                present = intact.rows();
                end = intact.bytes();
                // With more prompts than before, the next resume must check these too.
                if (!before.equals(full)) writeSettings(settings, full);
            } else {
                Files.deleteIfExists(file);
                writeSettings(settings, full);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(end).position(end);
            return new ReplyFile(file, lock, channel, present);
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    private static void writeSettings(Path settings, ObjectNode full) throws IOException {
        AtomicFile.write(settings, CheckedJson.seal(full).toPrettyString() + "\n");
    }

    /**
     * Checks early what {@link #open} would refuse.
     *
     * @throws InvalidInputException if the file exists and is neither to be resumed nor to be replaced
     */
    public static void check(Path file, IfExists existing) {
        if (existing == IfExists.REFUSE && Files.exists(file))
            throw new InvalidInputException(
                    "%s: already exists; pass %s to continue it, or %s",
                    file, Setting.of("resume"), Setting.of("overwrite"));
        if (Files.isDirectory(file)) throw new InvalidInputException(file + ": is a folder, expected a file to write");
    }

    /** The record of the earlier run, which differs at most in having had fewer prompts. */
    private static ObjectNode compare(Path file, Path settings, ObjectNode record, List<Prompt> prompts)
            throws IOException {
        if (!Files.exists(settings))
            throw new InvalidInputException(settings + ": is missing, so " + file + " cannot be resumed");
        ObjectNode before = CheckedJson.read(settings)
                .orElseThrow(() -> refused(
                        file,
                        "was made by an earlier version, which kept no checksums, or " + settings + " is damaged"));
        if (!before.path(DIGEST).isTextual())
            throw refused(file, "was made by an earlier version, which did not record the prompts");
        Set<String> keys = new LinkedHashSet<>();
        record.fieldNames().forEachRemaining(keys::add);
        before.fieldNames().forEachRemaining(keys::add);
        keys.removeAll(Set.of(COUNT, DIGEST));
        for (String key : keys)
            // As text: a number that was read may have another Java type.
            if (!record.path(key).toString().equals(before.path(key).toString()))
                throw refused(
                        file,
                        "was made with " + key + " " + show(before, key) + ", this call has " + show(record, key));
        int count = before.path(COUNT).asInt();
        if (count > prompts.size())
            throw refused(file, "was begun for " + count + " prompts, this call has " + prompts.size());
        if (!Prompts.digest(prompts.subList(0, count))
                .equals(before.path(DIGEST).textValue()))
            throw refused(file, "was made for other prompts; an id, role, turn or input differs");
        return before;
    }

    private static String show(ObjectNode record, String key) {
        return record.has(key) ? record.get(key).toString() : "none";
    }

    private static InvalidInputException refused(Path file, String why) {
        return new InvalidInputException("%s: %s; pass %s to start again", file, why, Setting.of("overwrite"));
    }

    private record Intact(int rows, long bytes) {}

    /** The rows before the first truncated or damaged one. Each must answer its prompt. */
    private static Intact intact(Path file, List<Prompt> prompts) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            Optional<ObjectNode> row = CheckedJson.parse(new String(bytes, end, i - end, StandardCharsets.UTF_8));
            if (row.isEmpty()) break;
            if (!answers(row.get(), count, prompts))
                throw refused(file, "line " + (count + 1) + " does not answer prompt " + (count + 1));
            count++;
            end = i + 1;
        }
        return new Intact(count, end);
    }

    private static boolean answers(ObjectNode row, int index, List<Prompt> prompts) {
        if (index >= prompts.size()) return false;
        Prompt prompt = prompts.get(index);
        return row.path("id").asText().equals(prompt.id())
                && row.path("prompt").asText().equals(prompt.text());
    }

    /** Number of replies that an earlier run left. */
    public int present() {
        return present;
    }

    /** Appends one reply; it is in the file when this returns. */
    public void write(Reply reply) {
        ByteBuffer line =
                ByteBuffer.wrap((CheckedJson.seal(MAPPER.valueToTree(reply)) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) channel.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException if something else has changed the file meanwhile */
    @Override
    public void close() throws IOException {
        try (lock;
                channel) {
            channel.force(true);
            if (Files.size(file) != channel.position())
                throw new IOException(file + ": was changed by another program while it was written");
        }
    }
}
