// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyDownloadsTest {
    private static final String FIRST = "model-00001-of-00002.safetensors";

    @TempDir
    Path cache;

    /** What another process runs: a download that is whole, or killed. */
    static final class Fetch {
        private Fetch() {}

        public static void main(String[] args) throws Exception {
            new Hub(HubSettings.of(System.getenv()), HubProgress.NONE, HubTest.QUICK)
                    .get(HubId.parse("org/name").orElseThrow());
        }
    }

    private Process start(FakeHub fake) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Fetch.class.getName());
        builder.environment().put("HF_HUB_CACHE", cache.toString());
        builder.environment().put("HF_ENDPOINT", fake.endpoint());
        builder.environment().keySet().removeAll(List.of("HF_TOKEN", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"));
        return builder.redirectErrorStream(true)
                .redirectOutput(new File("target/fetch.log"))
                .start();
    }

    private static void assertWhole(FakeHub fake, Snapshot snapshot) throws IOException {
        for (Path f : snapshot.files())
            assertArrayEquals(
                    fake.files.get(snapshot.folder().relativize(f).toString()), Files.readAllBytes(f), f.toString());
        assertEquals(6, snapshot.files().size());
    }

    @Test
    void killedProcess_leavesACacheThatIsGoneOnWith() throws Exception {
        try (FakeHub fake = FakeHub.model()) {
            fake.fail(FIRST, FakeHub.silentAt(40_000, 20_000));
            Process process = start(fake);
            Path incomplete = cache.resolve("models--org--name/blobs")
                    .resolve(FakeHub.etag(FIRST, fake.files.get(FIRST)) + ".lox.incomplete");
            long deadline = System.nanoTime() + 20_000_000_000L;
            while ((!Files.exists(incomplete) || Files.size(incomplete) < 40_000) && System.nanoTime() < deadline)
                Thread.sleep(5);
            process.destroyForcibly().waitFor();
            assertEquals(40_000, Files.size(incomplete));
            assertFalse(Files.exists(cache.resolve("models--org--name/snapshots")));
            fake.seen.clear();
            Hub hub = new Hub(fake.settings(cache), HubProgress.NONE, HubTest.QUICK);
            assertWhole(fake, hub.get(HubId.parse("org/name").orElseThrow()));
            assertTrue(fake.seen.stream().anyMatch(s -> s.range().equals("bytes=40000-")), fake.requests());
        }
    }

    @Test
    void threadsAndProcesses_atTheSameTime_downloadEachFileOnce() throws Exception {
        try (FakeHub fake = FakeHub.model()) {
            // Long enough for all of them to want what one of them is getting.
            fake.fail(FIRST, FakeHub.silentAt(100_000, 300));
            ExecutorService pool = Executors.newFixedThreadPool(3);
            try {
                Process process = start(fake);
                List<Future<Snapshot>> running = new ArrayList<>();
                for (int i = 0; i < 3; i++)
                    running.add(pool.submit(() -> new Hub(fake.settings(cache), HubProgress.NONE, HubTest.QUICK)
                            .fetch(HubId.parse("org/name").orElseThrow())));
                for (Future<Snapshot> f : running) assertWhole(fake, f.get());
                assertEquals(0, process.waitFor(), () -> read(Path.of("target/fetch.log")));
            } finally {
                pool.shutdownNow();
            }
            long fromStorage = fake.seen.stream()
                    .filter(s -> s.storage() && s.path().endsWith(FIRST))
                    .count();
            assertEquals(1, fromStorage, fake.requests());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
