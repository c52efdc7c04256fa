// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A repository on the hub, whose files are downloaded into the cache. */
final class HubRepository implements Repository {
    private final RepoId repo;
    private final HubClient.Listing listing;
    private final CacheFolder cache;
    private final HubClient client;
    private final RetryPolicy retry;
    private final HubProgress progress;
    private final AtomicLong downloaded = new AtomicLong();

    HubRepository(
            RepoId repo,
            HubClient.Listing listing,
            CacheFolder cache,
            HubClient client,
            RetryPolicy retry,
            HubProgress progress) {
        this.repo = repo;
        this.listing = listing;
        this.cache = cache;
        this.client = client;
        this.retry = retry;
        this.progress = progress;
    }

    @Override
    public List<String> names() {
        return listing.names();
    }

    /** Used for small files that determine which others are needed; reports no progress. */
    @Override
    public Path open(String name) throws IOException, InterruptedException {
        RepoFile file = head(name);
        if (!BlobDownload.isCached(cache, file)) download(file, HubProgress.NONE);
        return cache.blob(file.etag());
    }

    RepoFile head(String name) throws IOException, InterruptedException {
        return client.head(repo, listing.commit(), name);
    }

    Path download(RepoFile file) throws IOException, InterruptedException {
        return download(file, progress);
    }

    private Path download(RepoFile file, HubProgress told) throws IOException, InterruptedException {
        BlobDownload download = new BlobDownload(client, retry, bytes -> {
            synchronized (told) {
                told.arrived(bytes);
            }
        });
        downloaded.addAndGet(download.run(cache, repo, listing.commit(), file));
        return cache.blob(file.etag());
    }

    /** Number of bytes downloaded. */
    long downloaded() {
        return downloaded.get();
    }
}
