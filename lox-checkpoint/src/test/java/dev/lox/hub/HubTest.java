// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(2));
    private static final HubId ID = HubId.parse("org/name").orElseThrow();
    private static final String FIRST = "model-00001-of-00002.safetensors";

    @TempDir
    Path cache;

    private final FakeHub fake = FakeHub.model();

    @AfterEach
    void close() {
        fake.close();
    }

    private Hub hub(String... variables) throws IOException {
        return new Hub(fake.settings(cache, variables), HubProgress.NONE, QUICK);
    }

    private Path root() {
        return cache.resolve("models--org--name");
    }

    private void assertWhole(Snapshot snapshot) throws IOException {
        assertEquals(6, snapshot.files().size());
        for (Path f : snapshot.files())
            assertArrayEquals(
                    fake.files.get(snapshot.folder().relativize(f).toString()), Files.readAllBytes(f), f.toString());
        try (Stream<Path> all = Files.walk(cache)) {
            List<String> left = all.map(Path::toString)
                    .filter(p -> p.endsWith(".incomplete") || p.endsWith(".tmp"))
                    .toList();
            assertEquals(List.of(), left);
        }
    }

    @Test
    void model_isLaidOutAsHuggingfaceHubDoes() throws Exception {
        Snapshot snapshot = hub().get(ID);
        assertWhole(snapshot);
        assertEquals(root().resolve("snapshots").resolve(FakeHub.COMMIT), snapshot.folder());
        assertEquals(FakeHub.COMMIT, Files.readString(root().resolve("refs/main")));
        Path link = snapshot.folder().resolve(FIRST);
        assertEquals(Path.of("../../blobs", FakeHub.etag(FIRST, fake.files.get(FIRST))), Files.readSymbolicLink(link));
        assertEquals(snapshot.bytes(), snapshot.downloaded());
        assertFalse(Files.exists(snapshot.folder().resolve("pytorch_model.bin")));
        assertFalse(Files.exists(snapshot.folder().resolve("onnx")));
    }

    @Test
    void cachedModel_isUsedWithoutARequest_andOffline() throws Exception {
        hub().get(ID);
        fake.seen.clear();
        assertWhole(hub().get(ID));
        assertWhole(hub("HF_HUB_OFFLINE", "1").get(ID));
        assertWhole(hub("HF_HUB_OFFLINE", "yes").fetch(ID));
        assertEquals(List.of(), fake.seen);
    }

    @Test
    void fetch_asksForTheCommit_andDownloadsNothingTwice() throws Exception {
        hub().get(ID);
        fake.seen.clear();
        Snapshot again = hub().fetch(ID);
        assertWhole(again);
        assertEquals(0, again.downloaded());
        assertEquals(1, fake.seen.size(), fake.requests());
    }

    @Test
    void offline_notCached_saysWhatToDo() {
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> hub("HF_HUB_OFFLINE", "TRUE").get(ID));
        assertTrue(e.getMessage().contains("lox fetch org/name"), e.getMessage());
        assertEquals(List.of(), fake.seen);
    }

    @Test
    void token_goesToTheHub_andNowhereElse() throws Exception {
        hub("HF_TOKEN", "hf_secret").get(ID);
        assertTrue(fake.seen.stream().anyMatch(FakeHub.Seen::storage));
        for (FakeHub.Seen s : fake.seen) assertEquals(s.storage() ? "null" : "Bearer hf_secret", s.authorization());
    }

    @Test
    void cutConnection_isResumed() throws Exception {
        fake.fail(FIRST, FakeHub.cutAt(40_000), FakeHub.cutAt(70_000), FakeHub.cutAt(70_000));
        Snapshot snapshot = hub().get(ID);
        assertWhole(snapshot);
        assertEquals(snapshot.bytes(), snapshot.downloaded(), "no byte came twice");
        assertTrue(fake.seen.stream().anyMatch(s -> s.range().equals("bytes=70000-")), fake.requests());
    }

    @Test
    void cutForGood_keepsThePartialDownload_andResumesItNextTime() throws Exception {
        fake.fail(FIRST, FakeHub.cutAt(40_000), FakeHub.cutAt(0), FakeHub.cutAt(0), FakeHub.cutAt(0));
        IOException e = assertThrows(IOException.class, () -> hub().get(ID));
        assertTrue(
                e.getMessage().contains(FIRST) && e.getMessage().contains("run the same command again to continue"),
                e.getMessage());
        assertFalse(Files.exists(root().resolve("refs/main")));
        AtomicLong arrived = new AtomicLong();
        Hub again = new Hub(
                fake.settings(cache),
                new HubProgress() {
                    private long total;

                    @Override
                    public void begins(HubId id, int files, long bytes) {
                        total = bytes;
                    }

                    @Override
                    public void damaged(Path blob) {}

                    @Override
                    public void unverified(String file) {}

                    @Override
                    public void arrived(long bytes) {
                        arrived.addAndGet(bytes);
                        assertTrue(arrived.get() <= total);
                    }
                },
                QUICK);
        Snapshot snapshot = again.get(ID);
        assertWhole(snapshot);
        assertTrue(snapshot.downloaded() <= snapshot.bytes() - 40_000);
        assertTrue(arrived.get() >= 100_000, "the shard, half of which was there: " + arrived);
    }

    @Test
    void serverWithoutRanges_startsAgain_butNotForEver() throws Exception {
        fake.fail(FIRST, FakeHub.withoutRanges(40_000), FakeHub.withoutRanges(100_000));
        assertWhole(hub().get(ID));
        fake.put(FIRST, "other".repeat(20_000));
        fake.revisions.put("main", FakeHub.COMMIT);
        fake.fail(
                FIRST,
                FakeHub.withoutRanges(40_000),
                FakeHub.withoutRanges(40_000),
                FakeHub.withoutRanges(40_000),
                FakeHub.withoutRanges(40_000));
        Files.delete(root().resolve("snapshots").resolve(FakeHub.COMMIT).resolve(FIRST));
        assertThrows(IOException.class, () -> hub().get(ID));
    }

    @Test
    void partialFile_thatIsTooLongOrDamaged_isDiscarded() throws Exception {
        byte[] content = fake.files.get(FIRST);
        Path incomplete = root().resolve("blobs").resolve(FakeHub.etag(FIRST, content) + ".lox.incomplete");
        Files.createDirectories(incomplete.getParent());
        Files.write(incomplete, new byte[content.length + 1]);
        assertWhole(hub().get(ID));
        Files.delete(root().resolve("blobs").resolve(FakeHub.etag(FIRST, content)));
        Files.write(incomplete, new byte[content.length / 2]);
        assertWhole(hub().get(ID));
    }

    @Test
    void rangeThatIsRefused_startsAgain() throws Exception {
        fake.fail(FIRST, FakeHub.cutAt(40_000), FakeHub.busy(416, "0"));
        assertWhole(hub().get(ID));
    }

    @Test
    void wrongBytes_areDownloadedOnceMore_thenRefused() throws Exception {
        fake.fail(FIRST, FakeHub.wrongBytes());
        fake.fail("config.json", FakeHub.wrongBytes());
        assertWhole(hub().get(ID));
        Files.delete(root().resolve("blobs").resolve(FakeHub.etag(FIRST, fake.files.get(FIRST))));
        fake.fail(FIRST, FakeHub.wrongBytes(), FakeHub.wrongBytes());
        IOException e = assertThrows(IOException.class, () -> hub().get(ID));
        assertTrue(e.getMessage().contains("its content does not match"), e.getMessage());
        assertFalse(Files.exists(root().resolve("blobs").resolve(FakeHub.etag(FIRST, fake.files.get(FIRST)))));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void transientErrors_areRetried(int status) throws Exception {
        fake.fail("api", FakeHub.busy(status, "0"));
        fake.fail("HEAD " + FIRST, FakeHub.busy(status, "0"));
        fake.fail(FIRST, FakeHub.busy(status, ""), FakeHub.busy(status, "Wed, 21 Oct 2015 07:28:00 GMT"));
        assertWhole(hub().get(ID));
    }

    @Test
    void delayThatIsTooLong_isNotWaitedFor() {
        fake.fail("api", FakeHub.busy(429, "3600"));
        IOException e = assertThrows(IOException.class, () -> hub().get(ID));
        assertTrue(e.getMessage().contains("3600 s"), e.getMessage());
    }

    @Test
    void expiredStorageAddress_isRequestedAgain() throws Exception {
        fake.fail(FIRST, FakeHub.refused(403, ""));
        assertWhole(hub().get(ID));
    }

    @Test
    void silence_isNoticed() throws Exception {
        fake.fail(FIRST, FakeHub.silentAt(40_000, 1500));
        long begun = System.nanoTime();
        assertWhole(hub("HF_HUB_DOWNLOAD_TIMEOUT", "1").get(ID));
        assertTrue(fake.seen.stream().anyMatch(s -> s.range().equals("bytes=40000-")), fake.requests());
        assertTrue(System.nanoTime() - begun >= 1_000_000_000L);
    }

    @Test
    void nobodyThere_isSaidAtOnce() throws Exception {
        HubSettings settings = fake.settings(cache);
        fake.close();
        IOException e = assertThrows(IOException.class, () -> new Hub(settings, HubProgress.NONE).get(ID));
        assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "401,GatedRepo,accept its terms",
        "403,GatedRepo,accept its terms",
        "401,RepoNotFound,no such model",
        "404,RepoNotFound,no such model",
        "404,'',no such model",
        "401,'',no such model",
        "403,'',HF_TOKEN",
        "404,RevisionNotFound,no such revision",
        "404,EntryNotFound,does not exist"
    })
    void refusal_isOneLineThatSaysWhatToDo(int status, String code, String words) {
        fake.fail("api", FakeHub.refused(status, code));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> hub().get(ID));
        assertEquals(1, e.getMessage().lines().count());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        assertFalse(Files.exists(root()));
    }

    @Test
    void refusal_withAToken_doesNotTellIt() {
        for (String code : new String[] {"GatedRepo", "RepoNotFound", ""}) {
            fake.fail("api", FakeHub.refused(401, code));
            InvalidInputException e = assertThrows(InvalidInputException.class, () -> hub("HF_TOKEN", "hf_secret")
                    .get(ID));
            assertTrue(e.getMessage().contains("HF_TOKEN"), e.getMessage());
            assertFalse(e.getMessage().contains("secret"), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/pr/1", "größe-äöü", "v1.0+a-b", "feature/x@y"})
    void revision_ofAnyName_isAskedForAndKept(String revision) throws Exception {
        fake.revisions.put(revision, FakeHub.COMMIT);
        assertWhole(hub().get(ID.at(revision)));
        assertEquals(FakeHub.COMMIT, Files.readString(root().resolve("refs").resolve(revision)));
        assertWhole(hub("HF_HUB_OFFLINE", "1").get(ID.at(revision)));
    }

    @Test
    void commit_isItsOwnRevision_andLeavesNoRef() throws Exception {
        assertWhole(hub().get(ID.at(FakeHub.COMMIT)));
        assertFalse(Files.exists(root().resolve("refs")));
        fake.seen.clear();
        assertWhole(hub().get(ID.at(FakeHub.COMMIT)));
        assertEquals(List.of(), fake.seen);
    }

    @Test
    void movedBranch_isSeenByFetch_notByGet() throws Exception {
        hub().get(ID);
        String old = FakeHub.COMMIT.replace('0', 'f');
        Files.move(
                root().resolve("snapshots").resolve(FakeHub.COMMIT),
                root().resolve("snapshots").resolve(old));
        Files.move(
                root().resolve(".lox").resolve(FakeHub.COMMIT + ".json"),
                root().resolve(".lox").resolve(old + ".json"));
        Files.writeString(root().resolve("refs/main"), old);
        assertEquals(old, hub().get(ID).commit());
        Snapshot fresh = hub().fetch(ID);
        assertEquals(FakeHub.COMMIT, fresh.commit());
        assertEquals(0, fresh.downloaded(), "the blobs are the same");
        assertEquals(FakeHub.COMMIT, Files.readString(root().resolve("refs/main")));
    }

    @Test
    void snapshotThatLacksAFile_isCompleted() throws Exception {
        Snapshot snapshot = hub().get(ID);
        Files.delete(snapshot.folder().resolve("tokenizer.json"));
        assertThrows(
                InvalidInputException.class, () -> hub("HF_HUB_OFFLINE", "1").get(ID));
        assertWhole(hub().get(ID));
    }

    @Test
    void withoutSymlinks_snapshotHoldsTheFiles() throws Exception {
        Snapshot snapshot = hub("HF_HUB_DISABLE_SYMLINKS", "1").get(ID);
        assertWhole(snapshot);
        for (Path f : snapshot.files()) assertFalse(Files.isSymbolicLink(f));
        assertWhole(hub("HF_HUB_OFFLINE", "1").get(ID));
    }

    @Test
    void sameContentUnderTwoNames_isOneBlob() throws Exception {
        fake.put("generation_config.json", "{}");
        Snapshot snapshot = hub().get(ID);
        assertEquals(7, snapshot.files().size());
        assertEquals(snapshot.bytes() - 2, snapshot.downloaded());
    }

    @Test
    void emptyFile_isAFile() throws Exception {
        fake.put("merges.txt", "");
        assertEquals(7, hub().get(ID).files().size());
    }

    @Test
    void spoiltListing_isAsGoodAsNone() throws Exception {
        Snapshot snapshot = hub().get(ID);
        for (String text : new String[] {"", "{\"files\": [", "[]", "{\"files\": 3}"}) {
            Files.writeString(root().resolve(".lox").resolve(FakeHub.COMMIT + ".json"), text);
            assertEquals(snapshot.folder(), hub("HF_HUB_OFFLINE", "1").get(ID).folder());
        }
    }

    @Test
    void weightsAlone_withoutAListing_areAskedAbout_orUsedWhereNobodyAnswers() throws Exception {
        Snapshot snapshot = hub().get(ID);
        Files.delete(root().resolve(".lox").resolve(FakeHub.COMMIT + ".json"));
        Files.delete(snapshot.folder().resolve("tokenizer.json"));
        HubSettings settings = fake.settings(cache);
        fake.fail("api", FakeHub.refused(401, "GatedRepo"));
        assertEquals(5, hub().get(ID).files().size());
        assertWhole(hub().get(ID));
        Files.delete(root().resolve(".lox").resolve(FakeHub.COMMIT + ".json"));
        Files.delete(snapshot.folder().resolve("tokenizer.json"));
        fake.close();
        assertEquals(
                5, new Hub(settings, HubProgress.NONE, QUICK).get(ID).files().size());
    }

    @Test
    void diskWithoutRoom_isSaidBeforehand() throws Exception {
        fake.fail("HEAD " + FIRST, (exchange, content) -> {
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + "a".repeat(64) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(1L << 60));
            exchange.getResponseHeaders().set("Location", "http://localhost:1/x");
            exchange.sendResponseHeaders(302, -1);
        });
        IOException e = assertThrows(IOException.class, () -> hub().get(ID));
        assertTrue(e.getMessage().contains("free") && e.getMessage().contains("HF_HUB_CACHE"), e.getMessage());
        assertEquals(0, fake.count("GET", FIRST));
    }

    /** Remembers what was not used. */
    private static final class Notes implements HubProgress {
        final List<String> damaged = new ArrayList<>();
        final List<String> unverified = new ArrayList<>();

        @Override
        public void begins(HubId id, int files, long bytes) {}

        @Override
        public void arrived(long bytes) {}

        @Override
        public void damaged(Path blob) {
            damaged.add(blob.getFileName().toString());
        }

        @Override
        public void unverified(String file) {
            unverified.add(file);
        }
    }

    @Test
    void listThatFillsTheMemory_isRefused() {
        for (int i = 0; i < 600_000; i++) fake.files.put(i + ".json", new byte[0]);
        IOException e = assertThrows(IOException.class, () -> hub().get(ID));
        assertTrue(e.getMessage().contains("is this a hub?"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST, "config.json"})
    void cachedFile_withAFlippedBit_isFetchedAgain(String name) throws Exception {
        hub().get(ID);
        assertWhole(hub().get(ID));
        String etag = FakeHub.etag(name, fake.files.get(name));
        Path blob = root().resolve("blobs").resolve(etag);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        var modified = Files.getLastModifiedTime(blob);
        Files.write(blob, bytes);
        Files.setLastModifiedTime(blob, modified);
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> hub("HF_HUB_OFFLINE", "1").get(ID));
        assertTrue(e.getMessage().contains("undamaged"), e.getMessage());
        Notes notes = new Notes();
        assertWhole(new Hub(fake.settings(cache), notes, QUICK).get(ID));
        assertEquals(List.of(etag), notes.damaged);
    }

    @Test
    void hub_isReachedThroughTheProxyOfTheEnvironment() throws Exception {
        Hub hub = new Hub(
                fake.settings(cache, "HF_ENDPOINT", "http://hub.example", "http_proxy", fake.endpoint()),
                HubProgress.NONE,
                QUICK);
        assertWhole(hub.get(ID));
        assertThrows(IOException.class, () -> new Hub(
                        fake.settings(
                                cache,
                                "HF_ENDPOINT",
                                "http://hub.invalid",
                                "http_proxy",
                                fake.endpoint(),
                                "NO_PROXY",
                                "hub.invalid"),
                        HubProgress.NONE,
                        QUICK)
                .fetch(ID));
    }

    @Test
    void implicitToken_canBeDisabled() throws Exception {
        hub("HF_TOKEN", "hf_secret", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1").get(ID);
        assertEquals(
                0,
                fake.seen.stream()
                        .filter(s -> s.authorization().contains("hf_secret"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:secret@127.0.0.1:1", "ftp://user:secret@host", "http://user:secret@ho st"})
    void passwordInTheEndpoint_isRefusedAndNotPrinted(String endpoint) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> fake.settings(cache, "HF_ENDPOINT", endpoint));
        assertTrue(e.getMessage().contains("HF_ENDPOINT"), e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }
}
