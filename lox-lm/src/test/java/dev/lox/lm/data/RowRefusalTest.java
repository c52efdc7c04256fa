// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read is refused in one line with the file and the place. */
class RowRefusalTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.jsonl | {}#{\"a\":1,\"a\":2}             | ': line 2: is not valid JSON (Duplicate'",
                "a.jsonl | {}##{\"a\":                     | ': line 3: is not valid JSON (Unexpected end'",
                "a.jsonl | {} {}                          | ': line 1: is not valid JSON (Trailing'",
                "a.jsonl | {\"a\":NaN}                    | ': line 1: is not valid JSON (Non-standard'",
                "a.jsonl | {}#7                           | ': line 2: expected an object, got number'",
                "a.jsonl | {}#[1]                         | ': line 2: expected an object, got array'",
                "a.json  | {\"a\":[1],\"b\":[1,2]}         | ': row 1: the object''s arrays have 1 elements and b has 2'",
                "a.json  | [{},#{\"a\":1,#\"a\":2}]         | ': line 3: is not valid JSON (Duplicate'",
                "a.json  | [{},#{]                        | ': line 2: is not valid JSON (Unexpected'",
                "a.json  | [{},#{}                        | ': line 2: is not valid JSON (Unexpected end'",
                "a.json  | [{}] []                        | ': row 2: there is more text after the'",
                "a.json  | [{}, 3]                        | ': row 2: expected an object, got number'",
                "a.json  | {\"a\":[{}],\"b\":2} 7           | ': row 2: there is more text after the'",
                "a.csv   | id,prompt#1,a#2                | ': line 3: has 1 cells, expected 2'",
                "a.csv   | id,prompt#1,a,b                | ': line 2: has 3 cells, expected 2'",
                "a.csv   | id,id#1,a                      | ': line 1: two columns are named id'",
                "a.csv   | id,prompt#1,\"a#b              | ': line 2: is not valid CSV ('",
                "a.csv   | id,prompt#1,\"a\"b             | ': line 2: is not valid CSV ('",
                "a.parquet | PAR1                         | ': cannot be read as parquet ('",
                "a.parquet | PAR1aaaaaaaaaaaaaaaaaPAR1    | ': cannot be read as parquet ('",
            })
    void malformed_isRefused(String name, String content, String reason) throws IOException {
        String refusal = DataFiles.refusal(DataFiles.write(folder, name, content.replace('#', '\n')));
        assertTrue(refusal.startsWith(reason), refusal);
    }

    @Test
    void brokenUtf8_isRefused() throws IOException {
        for (String name : new String[] {"a.jsonl", "a.json", "a.csv", "a.txt"}) {
            byte[] bytes = "[{\"a\":\"x\"}]".getBytes(StandardCharsets.UTF_8);
            bytes[7] = (byte) 0xff;
            String refusal = DataFiles.refusal(Files.write(folder.resolve(name), bytes));
            assertTrue(refusal.matches(": (line|row) 1: is not valid UTF-8"), refusal);
        }
    }

    @Test
    void brokenGzip_isRefused() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 50_000; i++)
            lines.append("{\"n\":").append(i * 7919L % 10007).append("}\n");
        byte[] whole = DataFiles.gzipped(lines.toString().getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve("a.jsonl.gz");
        String cut = DataFiles.refusal(Files.write(file, Arrays.copyOf(whole, whole.length / 2)));
        assertTrue(cut.matches(": line [0-9]{4,5}: gzip is broken \\(.*"), cut);
        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 1;
        assertTrue(DataFiles.refusal(Files.write(file, flipped)).contains(": gzip is broken ("));
        assertTrue(DataFiles.refusal(Files.write(file, new byte[] {0x1f, (byte) 0x8b, 7}))
                .contains(": gzip is broken ("));
    }

    @Test
    void deepNesting_isRefused() throws IOException {
        String deep = "[".repeat(100_000);
        assertTrue(DataFiles.refusal(DataFiles.write(folder, "a.json", deep)).contains("nesting depth"));
        assertTrue(DataFiles.refusal(DataFiles.write(folder, "a.jsonl", "{\"a\":" + deep))
                .contains("nesting depth"));
    }

    @Test
    void hugeRow_isRefusedBeforeItFillsMemory() throws IOException {
        for (String name : new String[] {"a.jsonl.gz", "a.json.gz", "a.csv.gz"}) {
            Path file = folder.resolve(name);
            byte[] block = "[],[],[],[],[],".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
                out.write((name.startsWith("a.csv") ? "prompt\n\"" : "[{\"a\":[").getBytes(StandardCharsets.UTF_8));
                for (int i = 0; i < 20; i++) out.write(block);
            }
            String refusal = DataFiles.refusal(file);
            assertTrue(refusal.contains("has more than 16777216 characters"), refusal);
        }
    }

    @Test
    void whatIsNoFile_isRefused() {
        assertEquals(": does not exist", DataFiles.refusal(folder.resolve("none.json")));
        assertEquals(": is not a regular file", DataFiles.refusal(folder));
    }
}
