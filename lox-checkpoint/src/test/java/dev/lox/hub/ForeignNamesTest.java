// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and links that could lead out of the cache. */
class ForeignNamesTest {
    private static final RepoId REPO = new RepoId(RepoId.Kind.MODEL, "org/name", "main");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x.json",
                "a/../../x.json",
                "a//b.json",
                "a/./b.json",
                "..",
                "a/",
                "a\\..\\b.json",
                "C:x.json",
                "a\u0000.json",
                "a\nb.json",
                "\u202egnp.json",
                " /x.json"
            })
    void name_thatIsNoFileBelowAFolder_isRefused(String name) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> RepoFile.check(name));
        assertEquals(1, e.getMessage().lines().count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"config.json", "data/train-00000-of-00001.parquet", "größe.json", "a b.txt", ".gitattributes"})
    void name_asRepositoriesHaveThem_isTaken(String name) {
        RepoFile.check(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "additional_chat_templates/../../../../evil.jinja",
                "..\\..\\evil.json",
                "additional_chat_templates//evil.jinja"
            })
    void hubThatListsSuchAName_getsNothingWritten(String name) throws Exception {
        Path cache = folder.resolve("cache");
        try (FakeHub fake = FakeHub.model()) {
            fake.put(name, "{}");
            Hub hub = new Hub(fake.settings(cache), HubProgress.NONE, HubTest.QUICK);
            // Names with a folder are not even selected.
            if (name.contains("/")) hub.get(new ModelId(REPO));
            else assertThrows(InvalidInputException.class, () -> hub.get(new ModelId(REPO)));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    all.filter(p -> p.getFileName().toString().contains("evil")).toList());
        }
        try (Stream<Path> top = Files.list(folder)) {
            assertEquals(List.of(cache), top.toList());
        }
    }

    @Test
    void indexThatNamesAFileElsewhere_isRefused() throws Exception {
        try (FakeHub fake = FakeHub.model()) {
            fake.put("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../evil.safetensors\"}}");
            fake.put("../../evil.safetensors", "x");
            Hub hub = new Hub(fake.settings(folder), HubProgress.NONE, HubTest.QUICK);
            assertThrows(InvalidInputException.class, () -> hub.get(new ModelId(REPO)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "", "a/b", "a.b", "-a", "ä"})
    void etagThatIsNoFileName_isRefused(String etag) {
        assertThrows(IllegalArgumentException.class, () -> new Etag(etag));
    }

    @Test
    void etagOfAnyForm_isItsValue() {
        for (String header : new String[] {"abc", "\"abc\"", "W/\"abc\""})
            assertEquals("abc", Etag.ofHeader(header).value());
    }

    @Test
    void linkOutOfTheCache_isAsGoodAsNothing() throws IOException {
        CacheFolder cache = cache();
        Path snapshot = cache.snapshot(FakeHub.COMMIT);
        Files.createDirectories(snapshot);
        Path secret = Files.writeString(folder.resolve("secret.json"), "{}");
        Files.createSymbolicLink(snapshot.resolve("config.json"), secret);
        assertThrows(NoSuchFileException.class, () -> cache.file(FakeHub.COMMIT, "config.json"));
        Files.createSymbolicLink(snapshot.resolve("sub"), folder);
        assertThrows(NoSuchFileException.class, () -> cache.file(FakeHub.COMMIT, "sub/secret.json"));
    }

    @Test
    void linksWithinTheCache_areFollowed_alsoToSharedBlobs_andFromAFolderThatIsALink() throws IOException {
        Path real = Files.createDirectories(folder.resolve("disk/blobs-elsewhere"));
        CacheFolder cache = cache();
        Path snapshot = Files.createDirectories(cache.snapshot(FakeHub.COMMIT));
        Files.createSymbolicLink(cache.root().resolve("blobs"), real);
        Files.writeString(real.resolve("abc"), "{}");
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/abc"));
        assertTrue(Files.isRegularFile(cache.file(FakeHub.COMMIT, "config.json")));
        Path shared = Files.createDirectories(folder.resolve("cache/blobs/ab")).resolve("abcd");
        Files.writeString(shared, "weights");
        Files.createSymbolicLink(real.resolve("def"), shared);
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/def"));
        assertTrue(Files.isRegularFile(cache.file(FakeHub.COMMIT, "model.safetensors")));
    }

    @Test
    void refThatIsNoCommit_countsAsNone() throws IOException {
        CacheFolder cache = cache();
        Files.createDirectories(cache.root().resolve("refs"));
        for (String text : new String[] {"../../../etc", "", "main", FakeHub.COMMIT + "0"}) {
            Files.writeString(cache.root().resolve("refs/main"), text);
            assertFalse(cache.commit("main").isPresent());
        }
        Files.writeString(cache.root().resolve("refs/main"), FakeHub.COMMIT + "\n");
        assertEquals(FakeHub.COMMIT, cache.commit("main").orElseThrow());
    }

    private CacheFolder cache() throws IOException {
        return new CacheFolder(
                HubSettings.of(
                        java.util.Map.of("HF_HUB_CACHE", folder.resolve("cache").toString())),
                REPO);
    }
}
