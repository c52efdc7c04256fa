// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowFormatTest {
    @TempDir
    Path folder;

    @Test
    void jsonLines_areARowALine() throws IOException {
        assertEquals(
                List.of(
                        "1 {\"a\":1}",
                        "3 {\"a\":{\"b\":[null]}}",
                        "4 {\"text\":\"x\"}",
                        "5 {\"messages\":[{\"role\":\"user\"}]}"),
                DataFiles.rows(
                        folder, "a.jsonl", "{\"a\":1}\r\n\n {\"a\": {\"b\":[null]}} \n\"x\"\n[{\"role\":\"user\"}]"));
    }

    @Test
    void json_isAnArrayOfRows() throws IOException {
        assertEquals(
                List.of("1 {\"a\":1}", "2 {\"a\":[2]}"),
                DataFiles.rows(folder, "a.json", "[{\"a\":1},\n{\"a\":[2]}]\n"));
        assertEquals(List.of(), DataFiles.rows(folder, "b.json", "[]"));
    }

    @Test
    void json_isAnObjectWithOneArray() throws IOException {
        assertEquals(
                List.of("1 {\"instruction\":\"a\"}", "2 {\"instruction\":\"b\"}"),
                DataFiles.rows(folder, "a.json", "{\"instructions\": [\"a\", \"b\"]}"));
        assertEquals(
                List.of("1 {\"q\":1}"),
                DataFiles.rows(folder, "b.json", "{\"version\": {\"n\":1}, \"data\": [{\"q\":1}], \"n\": 1}"));
    }

    @Test
    void json_isAnObjectOfColumns() throws IOException {
        assertEquals(
                List.of("1 {\"instruction\":\"a\",\"tag\":1}", "2 {\"instruction\":\"b\",\"tag\":null}"),
                DataFiles.rows(
                        folder, "a.json", "{\"instructions\":[\"a\",\"b\"],\"inputs\":[],\"n\":1,\"tags\":[1,null]}"));
        assertEquals(
                List.of("1 {\"instruction\":\"a\"}"),
                DataFiles.rows(folder, "b.json", "{\"inputs\":[],\"instructions\":[\"a\"],\"tags\":[]}"));
    }

    @Test
    void json_isAListOfConversations() throws IOException {
        assertEquals(
                List.of("1 {\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"),
                DataFiles.rows(folder, "a.json", "[\n[{\"role\":\"user\",\"content\":\"hi\"}]]"));
    }

    @Test
    void json_isOneRow() throws IOException {
        assertEquals(
                List.of("1 {\"messages\":[{\"role\":\"user\"}],\"n\":1}"),
                DataFiles.rows(folder, "a.json", "{\"messages\":[{\"role\":\"user\"}],\n\"n\":1}"));
    }

    @Test
    void json_mayBeJsonLines() throws IOException {
        assertEquals(
                List.of("1 {\"tags\":[\"x\"]}", "3 {\"tags\":[]}"),
                DataFiles.rows(folder, "a.json", "{\"tags\":[\"x\"]} \n\n{\"tags\":[]}\n"));
    }

    @Test
    void csv_hasQuotesNewlinesAndAMark() throws IOException {
        assertEquals(
                List.of(
                        "2 {\"id\":\"1\",\"prompt\":\"a, \\\"b\\\"\\nc\"}",
                        "4 {\"id\":\"2\",\"prompt\":\"\"}",
                        "6 {\"id\":\" 3\",\"prompt\":\" d \"}"),
                DataFiles.rows(folder, "a.csv", "\ufeffid,prompt\r\n1,\"a, \"\"b\"\"\nc\"\r\n2,\r\n\r\n\" 3\", d "));
    }

    @Test
    void csv_ofOneColumn_needsNoHeader() throws IOException {
        assertEquals(
                List.of("1 {\"text\":\"Count ships\"}", "2 {\"text\":\"a, b\"}"),
                DataFiles.rows(folder, "a.csv", "Count ships\n\"a, b\"\n"));
        assertEquals(List.of("2 {\"Goal\":\"Count ships\"}"), DataFiles.rows(folder, "b.csv", "Goal\nCount ships\n"));
        assertEquals(List.of(), DataFiles.rows(folder, "c.csv", ""));
    }

    @Test
    void text_isARowALine() throws IOException {
        assertEquals(
                List.of("1 {\"text\":\" a,b \"}", "3 {\"text\":\"{}\"}"),
                DataFiles.rows(folder, "a.txt", " a,b \n\n{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1}]",
                " {\"rows\":[{\"a\":1}]}",
                "\ufeff[{\"a\":1}]",
                "{\n\"a\":1}",
                "{\"a\":1}\n{\"a\":1}"
            })
    void json_isKnownByItsContent(String content) throws IOException {
        assertTrue(DataFiles.rows(folder, "data", content).get(0).startsWith("1 {\"a\":1}"));
    }

    @Test
    void others_areKnownByTheirContent() throws IOException {
        assertEquals(List.of("1 {\"text\":\"x\"}"), DataFiles.rows(folder, "data", "x\n"));
        Path parquet = Files.copy(Path.of("src/test/resources/parquet/snappy.parquet"), folder.resolve("blob"));
        assertEquals(30, Rows.all(parquet).size());
    }

    @Test
    void gzip_isKnownByItsContent_andMayHaveSeveralMembers() throws IOException {
        byte[] member = DataFiles.gzipped("{\"a\":1}\n".getBytes(StandardCharsets.UTF_8));
        byte[] two = Arrays.copyOf(member, 2 * member.length);
        System.arraycopy(member, 0, two, member.length, member.length);
        assertEquals(2, Rows.all(Files.write(folder.resolve("a.jsonl"), two)).size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            a.tsv | prompt\\ttarget\\nSay hi;\\tSure
            a.csv | prompt;target\\nSay hi;Sure
            a.csv | prompt\\ttarget\\nSay hi\\tSure
            a.csv | "prompt";"target"\\n"Say hi";"Sure"
            a.csv | prompt,target\\nSay hi,Sure
            """)
    void separator_isFoundByTheHeader(String name, String text) throws IOException {
        Path file = DataFiles.write(folder, name, text.replace("\\t", "\t").replace("\\n", "\n"));
        List<Row> rows = Rows.all(file);
        assertEquals(1, rows.size());
        assertEquals("Sure", rows.get(0).fields().get("target").asText());
        assertTrue(rows.get(0).fields().get("prompt").asText().startsWith("Say hi"));
    }

    @Test
    void listOfPrompts_isNotSplit() throws IOException {
        Path file = DataFiles.write(folder, "a.csv", "Write a text; then a prompt\nSay hi; or not\n");
        assertEquals(2, Rows.all(file).size());
        assertEquals(
                "Write a text; then a prompt",
                Rows.all(file).get(0).fields().get("text").asText());
    }
}
