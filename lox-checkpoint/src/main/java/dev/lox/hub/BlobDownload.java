// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.AtomicFile;
import dev.lox.base.WriterLock;
import dev.lox.hub.RetryPolicy.TransientException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;

/** Downloads one blob into the cache: resumes earlier downloads, and verifies the content before renaming. */
final class BlobDownload {
    private final HubClient client;
    private final RetryPolicy retry;
    private final LongConsumer arrived;

    private long downloaded;

    /** @param arrived told the number of bytes added, negative if bytes are discarded */
    BlobDownload(HubClient client, RetryPolicy retry, LongConsumer arrived) {
        this.client = client;
        this.retry = retry;
        this.arrived = arrived;
    }

    /** Whether the cache holds the blob, undamaged. */
    static boolean isCached(CacheFolder cache, RepoFile file) throws IOException {
        Path blob = cache.blob(file.etag());
        return Files.isRegularFile(blob) && Files.size(blob) == file.bytes() && cache.isIntact(blob);
    }

    /** Downloads the blob unless it is cached. Returns the number of bytes downloaded. */
    @SuppressWarnings("try") // The lock is held, not used.
    long run(CacheFolder cache, RepoId repo, String commit, RepoFile file) throws IOException, InterruptedException {
        try (WriterLock lock = WriterLock.await(cache.lock(file.etag()))) {
            // It may have been downloaded meanwhile by another process or for another file with the same content.
            if (isCached(cache, file)) {
                arrived.accept(file.bytes());
                return 0;
            }
            Path incomplete = cache.incomplete(file.etag());
            try (FileChannel out = FileChannel.open(
                    incomplete, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                boolean right = complete(new Part(out, file), repo, commit, file);
                // What an earlier run left may have been damaged.
                if (!right) right = complete(new Part(out, file), repo, commit, file);
                if (!right)
                    throw new IOException(
                            repo + ": " + file.name() + ": was downloaded twice, but its content does not match "
                                    + file.etag().value() + "; try again later");
                out.force(true);
            }
            AtomicFile.replace(incomplete, cache.blob(file.etag()));
        }
        return downloaded;
    }

    /** Downloads the missing bytes. If the content does not match its digest, deletes it and returns false. */
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
                            + "; the partial download is kept; run the same command again to continue",
                    e);
        }
        boolean right = part.isRight();
        if (!right) part.restart();
        return right;
    }

    private void more(Part part, RepoId repo, String commit, RepoFile file, RetryPolicy.Count count)
            throws IOException, InterruptedException {
        HttpResponse<ResponseBody> response = client.get(repo, commit, file, part.at);
        try (ResponseBody body = response.body()) {
            if (response.statusCode() == 416) {
                part.restart();
                throw new TransientException("the server has no such range");
            }
            // A server without support for ranges sends the whole file again.
            if (response.statusCode() == 200) part.restart();
            else if (!startsAt(response, part.at)) {
                part.restart();
                throw new TransientException("the server sent a different range than requested");
            }
            for (List<ByteBuffer> pieces = body.next(); !pieces.isEmpty(); pieces = body.next())
                for (ByteBuffer piece : pieces) {
                    downloaded += piece.remaining();
                    if (part.at + piece.remaining() > file.bytes()) {
                        part.restart();
                        throw new TransientException(
                                "the file is longer than the " + file.bytes() + " bytes announced by the hub");
                    }
                    if (part.append(piece)) count.progressed();
                }
            if (part.at < file.bytes())
                throw new TransientException("the transfer stopped at byte " + part.at + " of " + file.bytes());
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long at) {
        return response.headers()
                .firstValue("Content-Range")
                .filter(r -> r.startsWith("bytes " + at + "-"))
                .isPresent();
    }

    /** The bytes downloaded so far, in the file and in the digest. */
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

        /** Returns whether the download got further than ever before: bytes sent repeatedly are no progress. */
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

        /** Completes the digest, so it can be called only once. */
        boolean isRight() {
            return at == file.bytes() && file.etag().matches(HexFormat.of().formatHex(digest.digest()));
        }
    }
}
