// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One repository in the cache, in the layout of huggingface_hub: {@code refs/REVISION} contains a commit, {@code
 * snapshots/COMMIT/FILE} links to {@code blobs/ETAG}. We add {@code .lox/COMMIT.json}, the list of the repository's
 * files, to recognise incomplete snapshots; the equivalent list of huggingface_hub, in {@code trees}, is read as well.
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

    /** The commit that a revision pointed to when it was last downloaded. */
    Optional<String> commit(String revision) throws IOException {
        if (RepoId.isCommit(revision)) return Optional.of(revision);
        Path ref = root.resolve("refs").resolve(revision);
        if (!Files.isRegularFile(ref) || Files.size(ref) > 100) return Optional.empty();
        return Optional.of(Files.readString(ref, StandardCharsets.ISO_8859_1).strip())
                .filter(RepoId::isCommit);
    }

    void record(String revision, String commit) throws IOException {
        // A read-only cache can be used as long as nothing changes.
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
     * The file of an unfinished download. We do not use huggingface_hub's {@code ETAG.incomplete}: its older versions
     * append to that file, and their locks (flock) and ours (fcntl) do not exclude each other.
     */
    Path incomplete(Etag etag) {
        return root.resolve("blobs").resolve(etag.value() + ".lox.incomplete");
    }

    /** What is locked while a blob is downloaded. The lock file has a name of ours: other programs delete theirs. */
    Path lock(Etag etag) {
        return cache.resolve(".locks").resolve(root.getFileName()).resolve(etag.value());
    }

    /** Creates the folders of the cache. */
    void create() throws IOException {
        Files.createDirectories(root.resolve("blobs"));
        Path tag = cache.resolve("CACHEDIR.TAG");
        if (!Files.exists(tag)) write(tag, TAG);
    }

    /** The names of a commit's files, if they are known. */
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

    /** A file that is not valid JSON is treated as missing. */
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
     * @throws NoSuchFileException if it does not exist, is damaged, or is a link to a file outside the cache
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
        // Blobs shared by repositories are in the cache's own blobs folder.
        for (Path home : List.of(root, root.resolve("blobs"), cache.resolve("blobs")))
            if (Files.exists(home) && real.startsWith(home.toRealPath())) {
                if (!isIntact(real)) throw new BlobCheck.DamagedBlobException(real);
                return file;
            }
        throw new NoSuchFileException(file.toString(), real.toString(), "is outside the cache");
    }

    /** Whether a blob has the content that its name says. */
    boolean isIntact(Path blob) throws IOException {
        return new BlobCheck(root.resolve(".lox").resolve("checked")).isIntact(blob);
    }

    /** Adds a blob to a snapshot under the file's name. */
    void link(String commit, RepoFile file) throws IOException {
        Path place = snapshot(commit).resolve(file.name());
        Path folder = Objects.requireNonNull(place.getParent());
        Path blob = blob(file.etag());
        if (Files.isRegularFile(place) && Files.isSameFile(place, blob)) return;
        Files.createDirectories(folder);
        if (symlinks && symlink(place, folder.relativize(blob))) return;
        // In the folder of the blobs, so that a killed process leaves nothing in the snapshot.
        Path copy = AtomicFile.beside(blob);
        try {
            hardLink(copy, blob);
            AtomicFile.replace(copy, place);
        } finally {
            // If both names already denote the same file, the rename has no effect.
            Files.deleteIfExists(copy);
        }
    }

    private static boolean symlink(Path place, Path target) throws IOException {
        try {
            Files.createSymbolicLink(place, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process created the same link meanwhile, or it is an old one.
            if (Files.isRegularFile(place) && Files.isSameFile(place, place.resolveSibling(target))) return true;
            return replaced(place, target);
        } catch (UnsupportedOperationException | IOException e) {
            // The file system has no links, or this user may not create them.
            return false;
        }
    }

    /** Replaces the link in one rename, so that it never disappears. */
    private static boolean replaced(Path place, Path target) throws IOException {
        Path fresh = AtomicFile.beside(place);
        try {
            Files.createSymbolicLink(fresh, target);
            AtomicFile.replace(fresh, place);
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

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        AtomicFile.write(file, text);
    }
}
