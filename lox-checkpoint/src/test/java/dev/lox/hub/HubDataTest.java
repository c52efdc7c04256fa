// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubDataTest {
    @TempDir
    Path cache;

    private final FakeHub fake = new FakeHub("datasets/");

    @BeforeEach
    void fill() {
        fake.put("data/train-00000-of-00002.parquet", "rows");
        fake.put("data/train-00001-of-00002.parquet", "more rows");
        fake.put("test.jsonl", "{}");
        fake.put("more/größe 1.jsonl", "{\"a\": 1}");
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private Snapshot get(String id, String... variables) throws IOException, InterruptedException {
        return new Hub(fake.settings(cache, variables), HubProgress.NONE, HubTest.QUICK)
                .get(HubId.parse(id).orElseThrow());
    }

    @Test
    void split_isItsFilesInOrder_andNoOthers() throws Exception {
        Snapshot train = get("hf:org/name:train");
        assertEquals(
                List.of("train-00000-of-00002.parquet", "train-00001-of-00002.parquet"),
                train.files().stream().map(f -> f.getFileName().toString()).toList());
        assertTrue(train.folder().startsWith(cache.resolve("datasets--org--name/snapshots")));
        assertEquals(2, fake.count("HEAD", ""), fake.requests());
        fake.seen.clear();
        assertEquals(train.files(), get("hf:org/name").files());
        assertEquals(List.of(), fake.seen);
    }

    @Test
    void otherSplit_isFetchedBesides() throws Exception {
        get("hf:org/name:train");
        Snapshot test = get("hf:org/name:test");
        assertEquals(1, test.files().size());
        assertEquals(2, test.downloaded());
        assertThrows(InvalidInputException.class, () -> get("hf:org/name:more", "HF_HUB_OFFLINE", "1"));
    }

    @Test
    void path_ofAnyName_isThatFile() throws Exception {
        Path file = get("hf:org/name:more/größe 1.jsonl").files().get(0);
        assertArrayEquals(fake.files.get("more/größe 1.jsonl"), Files.readAllBytes(file));
    }

    @Test
    void unknownSplit_namesThoseThereAre() {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> get("hf:org/name:nowhere"));
        assertTrue(e.getMessage().contains("train") && e.getMessage().contains("test.jsonl"), e.getMessage());
    }

    @Test
    void unknownDataset_isSaidToBeOne() {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> get("hf:org/other"));
        assertTrue(e.getMessage().contains("no such data set"), e.getMessage());
    }
}
