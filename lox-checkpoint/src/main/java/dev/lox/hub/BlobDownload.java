// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.hub.Retry.TransientException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/** One blob on its way into the cache: gone on with where it was broken off, checked, and only then given its name. */
final class BlobDownload {
    private final HubClient client;
    private final Retry retry;
    private final LongConsumer arrived;

    private long downloaded;

    /** @param arrived told of bytes that are there, negative if they are thrown away again */
    BlobDownload(HubClient client, Retry retry, LongConsumer arrived) {
        this.client = client;
        this.retry = retry;
        this.arrived = arrived;
    }

    /** Whether the cache has it; a blob of another length was spoiled by something else. */
    static boolean isThere(CacheFolder cache, RepoFile file) throws IOException {
        Path blob = cache.blob(file.etag());
        return Files.isRegularFile(blob) && Files.size(blob) == file.bytes();
    }

    /** Brings it into the cache; returns how many bytes came over the network. */
    @SuppressWarnings("try") // The lock is only held.
    long run(CacheFolder cache, RepoId repo, String commit, RepoFile file) throws IOException, InterruptedException {
        try (BlobLock lock = BlobLock.acquire(cache.lock(file.etag()))) {
            // Another process, or a file with the same content, may have brought it meanwhile.
            if (isThere(cache, file)) {
                arrived.accept(file.bytes());
                return 0;
            }
            Path incomplete = cache.incomplete(file.etag());
            try (FileChannel out = FileChannel.open(
                    incomplete, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                boolean right = complete(new Part(out, file), repo, commit, file);
                // What an earlier run had left may have been wrong.
                if (!right) right = complete(new Part(out, file), repo, commit, file);
                if (!right)
                    throw new IOException(repo + ": " + file.name() + " arrived twice with other bytes than "
                            + file.etag().value() + " names; try again later");
                out.force(true);
            }
            Files.move(
                    incomplete,
                    cache.blob(file.etag()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return downloaded;
    }

    /** Gets what is missing; false, and nothing is left of it, if the whole is not what it should be. */
    private boolean complete(Part part, RepoId repo, String commit, RepoFile file)
            throws IOException, InterruptedException {
        part.begin();
        try {
            retry.run(count -> {
                if (part.at < file.bytes()) more(part, repo, commit, file, count);
                return part;
            });
        } catch (TransientException e) {
            throw new IOException(
                    repo + ": " + file.name() + ": " + e.getMessage()
                            + "; what has arrived is kept, and the same call goes on with it",
                    e);
        }
        boolean right = part.isRight();
        if (!right) part.restart();
        return right;
    }

    private void more(Part part, RepoId repo, String commit, RepoFile file, Retry.Count count)
            throws IOException, InterruptedException {
        HttpResponse<Arrival> response = client.get(repo, commit, file, part.at);
        try (Arrival body = response.body()) {
            if (response.statusCode() == 416) {
                part.restart();
                throw new TransientException("it has no such range");
            }
            // A server that does not do ranges sends all of it again.
            if (response.statusCode() == 200) part.restart();
            else if (!startsAt(response, part.at)) {
                part.restart();
                throw new TransientException("it came from another place than was asked for");
            }
            for (List<ByteBuffer> pieces = body.next(); !pieces.isEmpty(); pieces = body.next())
                for (ByteBuffer piece : pieces) {
                    downloaded += piece.remaining();
                    if (part.at + piece.remaining() > file.bytes()) {
                        part.restart();
                        throw new TransientException(
                                "it is longer than " + file.bytes() + " bytes, which the hub gave");
                    }
                    if (part.append(piece)) count.gained();
                }
            if (part.at < file.bytes())
                throw new TransientException("it broke off at byte " + part.at + " of " + file.bytes());
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long at) {
        return response.headers()
                .firstValue("Content-Range")
                .filter(r -> r.startsWith("bytes " + at + "-"))
                .isPresent();
    }

    /** The bytes so far, in the file and in the digest. */
    private final class Part {
        private final FileChannel out;
        private final RepoFile file;
        private MessageDigest digest;
        private long at;
        private long furthest;

        Part(FileChannel out, RepoFile file) {
            this.out = out;
            this.file = file;
            this.digest = file.etag().digest(file.bytes());
        }

        void begin() throws IOException {
            if (out.size() > file.bytes()) out.truncate(0);
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            while (out.read(buffer.clear(), at) > 0) {
                at += buffer.flip().remaining();
                digest.update(buffer);
            }
            furthest = at;
            arrived.accept(at);
        }

        /** Whether that is further than it ever was: what is sent again and again is no gain. */
        boolean append(ByteBuffer bytes) throws IOException {
            digest.update(bytes.duplicate());
            int more = bytes.remaining();
            try {
                while (bytes.hasRemaining()) at += out.write(bytes, at);
            } catch (IOException e) {
                throw new IOException(file.name() + ": cannot be written to the cache (" + e.getMessage() + ")", e);
            }
            arrived.accept(more);
            boolean gained = at > furthest;
            furthest = Math.max(furthest, at);
            return gained;
        }

        void restart() throws IOException {
            out.truncate(0);
            digest = file.etag().digest(file.bytes());
            arrived.accept(-at);
            at = 0;
        }

        /** Asks once: the digest is used up by it. */
        boolean isRight() {
            return at == file.bytes() && file.etag().matches(HexFormat.of().formatHex(digest.digest()));
        }
    }
}
