// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds models and data sets by id in the cache, or downloads them from the hub into the cache. */
public final class Hub {
    /** Concurrent downloads: enough to use the bandwidth when each connection is throttled. */
    private static final int STREAMS = 4;

    private final HubSettings settings;
    private final HubProgress progress;
    private final RetryPolicy retry;

    /** Blobs that progress has been told of. */
    private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

    public Hub(HubSettings settings, HubProgress progress) {
        this(settings, progress, RetryPolicy.DEFAULT);
    }

    Hub(HubSettings settings, HubProgress progress, RetryPolicy retry) {
        this.settings = settings;
        this.progress = progress;
        this.retry = retry;
    }

    /**
     * Returns the files from the cache without contacting the hub if all of them are cached; otherwise downloads them.
     *
     * @throws InvalidInputException if the id does not exist on the hub, or access is denied
     */
    public Snapshot get(HubId id) throws IOException, InterruptedException {
        CacheFolder cache = new CacheFolder(settings, id.repo());
        Optional<CachedRepository> repository =
                CachedRepository.of(cache, id.repo().revision());
        Optional<Snapshot> cached = repository.isPresent() ? cached(id, repository.get()) : Optional.empty();
        if (settings.offline()) return cached.orElseThrow(() -> notCached(id));
        if (cached.isEmpty()) return download(id);
        List<String> names =
                cached.get().files().stream().map(f -> nameOf(cached.get(), f)).toList();
        if (repository.get().listed() || id.isSurelyComplete(names)) return cached.get();
        try {
            return download(id);
        } catch (IOException | InvalidInputException e) {
            // The cached files are probably complete, and the hub cannot tell.
            return cached.get();
        }
    }

    /**
     * Returns the files as they are on the hub now.
     *
     * @throws InvalidInputException if there is no such thing, or it may not be had
     */
    public Snapshot fetch(HubId id) throws IOException, InterruptedException {
        return settings.offline() ? get(id) : download(id);
    }

    private static String nameOf(Snapshot snapshot, Path file) {
        return snapshot.folder().relativize(file).toString().replace('\\', '/');
    }

    private InvalidInputException notCached(HubId id) {
        return new InvalidInputException(id + ": is not completely and undamaged in the cache at " + settings.cache()
                + ", and downloads are disabled; run lox fetch " + id + " with HF_HUB_OFFLINE unset");
    }

    /** The requested files, if all of them are cached. */
    private Optional<Snapshot> cached(HubId id, CachedRepository repository) throws IOException, InterruptedException {
        try {
            List<Path> files = new ArrayList<>();
            long bytes = 0;
            for (String name : id.select(repository)) {
                files.add(repository.open(name));
                bytes += Files.size(files.get(files.size() - 1));
            }
            Path folder = repository.cache().snapshot(repository.commit());
            return Optional.of(new Snapshot(repository.commit(), folder, files, bytes, 0));
        } catch (BlobCheck.DamagedBlobException e) {
            Path blob = Path.of(e.getFile());
            if (damaged.add(blob)) progress.damaged(blob);
            return Optional.empty();
        } catch (NoSuchFileException | InvalidInputException e) {
            return Optional.empty();
        }
    }

    private Snapshot download(HubId id) throws IOException, InterruptedException {
        HubClient client = new HubClient(settings, retry);
        HubClient.Listing listing = client.listing(id.repo());
        CacheFolder cache = new CacheFolder(settings, id.repo());
        Optional<CachedRepository> known = CachedRepository.of(cache, listing.commit());
        if (known.isPresent() && known.get().listed()) {
            Optional<Snapshot> cached = cached(id, known.get());
            if (cached.isPresent()) cache.record(id.repo().revision(), listing.commit());
            if (cached.isPresent()) return cached.get();
        }
        cache.create();
        HubRepository repository = new HubRepository(id.repo(), listing, cache, client, retry, progress);
        List<String> names = id.select(repository);
        names.forEach(RepoFile::check);
        List<RepoFile> files = Parallel.map(STREAMS, names, repository::head);
        List<RepoFile> missing = missing(cache, files);
        for (RepoFile f : missing) if (!f.etag().isDigest()) progress.unverified(f.name());
        if (!missing.isEmpty()) progress.begins(id, missing.size(), bytes(missing));
        Parallel.map(STREAMS, missing, repository::download);
        // Links and refs are written last, when nothing slow can interrupt them.
        cache.list(listing.commit(), listing.names());
        List<Path> local = new ArrayList<>();
        for (RepoFile f : files) {
            cache.link(listing.commit(), f);
            local.add(cache.file(listing.commit(), f.name()));
        }
        cache.record(id.repo().revision(), listing.commit());
        return new Snapshot(
                listing.commit(), cache.snapshot(listing.commit()), local, bytes(files), repository.downloaded());
    }

    /** The blobs to be downloaded, each once. */
    private static List<RepoFile> missing(CacheFolder cache, List<RepoFile> files) throws IOException {
        Map<Etag, RepoFile> missing = new LinkedHashMap<>();
        long needed = 0;
        for (RepoFile f : files) {
            if (BlobDownload.isCached(cache, f) || missing.put(f.etag(), f) != null) continue;
            Path incomplete = cache.incomplete(f.etag());
            needed = sum(
                    needed, f.bytes() - (Files.exists(incomplete) ? Math.min(f.bytes(), Files.size(incomplete)) : 0));
        }
        long free = Files.getFileStore(cache.root()).getUsableSpace();
        if (needed > free)
            throw new IOException(cache.root() + ": the disk has " + megabytes(free) + " free, the download needs "
                    + megabytes(needed) + "; free some, or set HF_HUB_CACHE to another disk");
        return List.copyOf(missing.values());
    }

    private static long bytes(List<RepoFile> files) {
        return files.stream().mapToLong(RepoFile::bytes).reduce(0, Hub::sum);
    }

    /** Sizes are what a server says; the sum must not overflow. */
    private static long sum(long a, long b) {
        return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
    }

    private static String megabytes(long bytes) {
        return (bytes - 1) / 1_000_000 + 1 + " MB";
    }
}
