// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One repository in the cache, as huggingface_hub lays it out: {@code refs/REVISION} names a commit,
 * {@code snapshots/COMMIT/FILE} links to {@code blobs/ETAG}. What we add is {@code .lox/COMMIT.json}, the list of the
 * repository's files, by which an unfinished snapshot is known as one; huggingface_hub's own, in {@code trees}, is read.
 */
final class CacheFolder {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String TAG = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag: backups may leave this folder out.
            """;

    private final Path cache;
    private final Path root;
    private final boolean symlinks;

    CacheFolder(HubSettings settings, RepoId repo) {
        this.cache = settings.cache();
        this.root = cache.resolve(repo.folder());
        this.symlinks = settings.symlinks();
    }

    Path root() {
        return root;
    }

    /** The commit that a revision was when it was last asked for. */
    Optional<String> commit(String revision) throws IOException {
        if (RepoId.isCommit(revision)) return Optional.of(revision);
        Path ref = root.resolve("refs").resolve(revision);
        if (!Files.isRegularFile(ref) || Files.size(ref) > 100) return Optional.empty();
        return Optional.of(Files.readString(ref).strip()).filter(RepoId::isCommit);
    }

    void record(String revision, String commit) throws IOException {
        // A cache that only others may write to is as good, as long as there is nothing new.
        if (revision.equals(commit) || commit(revision).filter(commit::equals).isPresent()) return;
        write(root.resolve("refs").resolve(revision), commit);
    }

    Path snapshot(String commit) {
        return root.resolve("snapshots").resolve(commit);
    }

    Path blob(Etag etag) {
        return root.resolve("blobs").resolve(etag.value());
    }

    /**
     * What a download has so far. huggingface_hub's {@code ETAG.incomplete} is left alone: its older versions append to it,
     * and their lock (flock) and ours (fcntl) do not know of each other.
     */
    Path incomplete(Etag etag) {
        return root.resolve("blobs").resolve(etag.value() + ".lox.incomplete");
    }

    Path lock(Etag etag) {
        return cache.resolve(".locks").resolve(root.getFileName()).resolve(etag.value() + ".lock");
    }

    /** Makes the folders there have to be. */
    void create() throws IOException {
        Files.createDirectories(root.resolve("blobs"));
        Path tag = cache.resolve("CACHEDIR.TAG");
        if (!Files.exists(tag)) write(tag, TAG);
    }

    /** The names of a commit's files, where they are known. */
    Optional<List<String>> listing(String commit) throws IOException {
        JsonNode ours = json(ownListing(commit)).path("files");
        if (!ours.isEmpty()) {
            List<String> names = new ArrayList<>();
            ours.forEach(f -> names.add(f.asText()));
            return Optional.of(names);
        }
        JsonNode theirs = json(root.resolve("trees").resolve(commit + ".json"));
        if (theirs.path("format_version").asInt() != 1) return Optional.empty();
        List<String> names = new ArrayList<>();
        theirs.path("files").fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    /** A file that cannot be read as JSON is as good as none. */
    private static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) return MissingNode.getInstance();
        try {
            return MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    void list(String commit, List<String> names) throws IOException {
        if (listing(commit).isPresent()) return;
        ObjectNode json = MAPPER.createObjectNode();
        names.forEach(json.putArray("files")::add);
        write(ownListing(commit), json.toString());
    }

    private Path ownListing(String commit) {
        return root.resolve(".lox").resolve(commit + ".json");
    }

    /**
     * A file of a snapshot.
     *
     * @throws NoSuchFileException if it is not there, or is a link to something outside of the cache
     */
    Path file(String commit, String name) throws IOException {
        RepoFile.check(name);
        Path file;
        try {
            file = snapshot(commit).resolve(name);
        } catch (InvalidPathException e) {
            throw new NoSuchFileException(name);
        }
        if (!Files.isRegularFile(file)) throw new NoSuchFileException(file.toString());
        Path real = file.toRealPath();
        // Blobs that repositories have in common are in the cache's own folder of that name.
        for (Path home : List.of(root, root.resolve("blobs"), cache.resolve("blobs")))
            if (Files.exists(home) && real.startsWith(home.toRealPath())) return file;
        throw new NoSuchFileException(file.toString(), real.toString(), "is outside of the cache");
    }

    /** Puts a blob into a snapshot under its name. */
    void link(String commit, RepoFile file) throws IOException {
        Path place = snapshot(commit).resolve(file.name());
        Path folder = Objects.requireNonNull(place.getParent());
        Path blob = blob(file.etag());
        if (Files.isRegularFile(place) && Files.isSameFile(place, blob)) return;
        Files.createDirectories(folder);
        if (symlinks && symlink(place, folder.relativize(blob))) return;
        Path copy = root.resolve("blobs").resolve(file.etag().value() + "." + UUID.randomUUID() + ".incomplete");
        try {
            hardLink(copy, blob);
            Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            // Two names of one file: renaming one to the other does nothing.
            Files.deleteIfExists(copy);
        }
    }

    private static boolean symlink(Path place, Path target) throws IOException {
        try {
            Files.createSymbolicLink(place, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process was here in between, and put the same there; or it is an old one.
            if (Files.isRegularFile(place) && Files.isSameFile(place, place.resolveSibling(target))) return true;
            return replaced(place, target);
        } catch (UnsupportedOperationException | IOException e) {
            // No links on this file system, or none for this user.
            return false;
        }
    }

    /** In one move, so that nobody finds nothing there. */
    private static boolean replaced(Path place, Path target) throws IOException {
        Path fresh = place.resolveSibling("." + UUID.randomUUID() + ".incomplete");
        try {
            Files.createSymbolicLink(fresh, target);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void hardLink(Path copy, Path blob) throws IOException {
        try {
            Files.createLink(copy, blob);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(blob, copy);
        }
    }

    /** All at once, so that nobody reads half of it. */
    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
