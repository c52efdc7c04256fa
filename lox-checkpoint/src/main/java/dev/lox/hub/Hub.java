// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models and data sets by their ids: from the cache, or from the hub into the cache. */
public final class Hub {
    /** Downloads at once: enough to fill a line on which each is held back. */
    private static final int STREAMS = 4;

    private final HubSettings settings;
    private final HubProgress progress;
    private final Retry retry;

    public Hub(HubSettings settings, HubProgress progress) {
        this(settings, progress, Retry.DEFAULT);
    }

    Hub(HubSettings settings, HubProgress progress, Retry retry) {
        this.settings = settings;
        this.progress = progress;
        this.retry = retry;
    }

    /**
     * From the cache, without asking the hub, if all of it is there; else downloaded.
     *
     * @throws BadInputException if there is no such thing, or it may not be had
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
        if (repository.get().listed() || id.isSurelyWhole(names)) return cached.get();
        try {
            return download(id);
        } catch (IOException | BadInputException e) {
            // It was probably whole, and the hub has nothing to add.
            return cached.get();
        }
    }

    /**
     * As the hub has it now.
     *
     * @throws BadInputException if there is no such thing, or it may not be had
     */
    public Snapshot fetch(HubId id) throws IOException, InterruptedException {
        return settings.offline() ? get(id) : download(id);
    }

    private static String nameOf(Snapshot snapshot, Path file) {
        return snapshot.folder().relativize(file).toString().replace('\\', '/');
    }

    private BadInputException notCached(HubId id) {
        return new BadInputException(id + ": is not, or not all of it, in the cache at " + settings.cache()
                + ", and nothing may be downloaded now; run lox fetch " + id + " with HF_HUB_OFFLINE unset");
    }

    /** What is asked for, if every file of it is there. */
    private static Optional<Snapshot> cached(HubId id, CachedRepository repository)
            throws IOException, InterruptedException {
        try {
            List<Path> files = new ArrayList<>();
            long bytes = 0;
            for (String name : id.select(repository)) {
                files.add(repository.open(name));
                bytes += Files.size(files.get(files.size() - 1));
            }
            Path folder = repository.cache().snapshot(repository.commit());
            return Optional.of(new Snapshot(repository.commit(), folder, files, bytes, 0));
        } catch (NoSuchFileException | BadInputException e) {
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
        if (!missing.isEmpty()) progress.begins(id, missing.size(), bytes(missing));
        Parallel.map(STREAMS, missing, repository::download);
        // Only now, when nothing that takes time can come in between.
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

    /** Blobs still to come, each once, if the disk has room for them. */
    private static List<RepoFile> missing(CacheFolder cache, List<RepoFile> files) throws IOException {
        Map<Etag, RepoFile> missing = new LinkedHashMap<>();
        long needed = 0;
        for (RepoFile f : files) {
            if (BlobDownload.isThere(cache, f) || missing.put(f.etag(), f) != null) continue;
            Path incomplete = cache.incomplete(f.etag());
            needed += f.bytes() - (Files.exists(incomplete) ? Math.min(f.bytes(), Files.size(incomplete)) : 0);
        }
        long free = Files.getFileStore(cache.root()).getUsableSpace();
        if (needed > free)
            throw new IOException(cache.root() + ": the disk has " + megabytes(free) + " free, the download needs "
                    + megabytes(needed) + "; free some, or set HF_HUB_CACHE to another disk");
        return List.copyOf(missing.values());
    }

    private static long bytes(List<RepoFile> files) {
        return files.stream().mapToLong(RepoFile::bytes).sum();
    }

    private static String megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000 + " MB";
    }
}
