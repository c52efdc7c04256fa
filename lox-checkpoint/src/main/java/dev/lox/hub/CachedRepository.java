// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cached files of a commit.
 *
 * @param listed whether the names are those of the whole repository, not only of the cached files
 */
record CachedRepository(CacheFolder cache, String commit, List<String> names, boolean listed) implements Repository {
    static Optional<CachedRepository> of(CacheFolder cache, String revision) throws IOException {
        Optional<String> commit = cache.commit(revision);
        if (commit.isEmpty() || !Files.isDirectory(cache.snapshot(commit.get()))) return Optional.empty();
        Optional<List<String>> listing = cache.listing(commit.get());
        List<String> names = listing.isPresent() ? listing.get() : walk(cache.snapshot(commit.get()));
        return Optional.of(new CachedRepository(cache, commit.get(), names, listing.isPresent()));
    }

    private static List<String> walk(Path snapshot) throws IOException {
        try (Stream<Path> files = Files.walk(snapshot)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> snapshot.relativize(f).toString().replace('\\', '/'))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public Path open(String name) throws IOException {
        return cache.file(commit, name);
    }
}
