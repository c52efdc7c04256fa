// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.CheckedJson;
import dev.lox.base.StrictJson;
import dev.lox.checkpoint.OutputFolder.IfExists;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterWriterTest {
    /** The journal's first line of a part, after the job's and the run's. */
    private static final int PART = 2;

    @TempDir
    Path temp;

    private Path target;

    @BeforeEach
    void place() {
        target = temp.resolve("adapter");
    }

    private static void pair(AdapterWriter writer, String module, int fill) throws IOException {
        List<TensorSink> sinks = List.of(
                writer.tensor("base_model.model." + module + ".lora_B.weight", DType.F32, Shape.of(5, 2)),
                writer.tensor("base_model.model." + module + ".lora_A.weight", DType.F32, Shape.of(2, 3)));
        for (TensorSink sink : sinks) {
            byte[] bytes = new byte[(int) sink.info().bytes()];
            Arrays.fill(bytes, (byte) fill);
            sink.write(ByteBuffer.wrap(bytes));
        }
        writer.finish(module, sinks, StrictJson.mapper().createObjectNode().put("fill", fill));
    }

    /** Writes pairs {@code q} and {@code k} unless they are there; tells which were. */
    private Set<String> write(IfExists existing, boolean commit) throws IOException {
        try (OutputFolder folder = OutputFolder.begin(target, "job", existing);
                AdapterWriter writer = AdapterWriter.open(folder)) {
            Set<String> kept = writer.finished().keySet();
            if (!kept.contains("q")) pair(writer, "q", 1);
            if (!kept.contains("k")) pair(writer, "k", 2);
            ObjectNode config = StrictJson.mapper().createObjectNode();
            config.put("peft_type", "LORA").put("r", 2).put("lora_alpha", 2);
            if (commit) writer.commit(config, Map.of("README.md", new byte[] {'#'}));
            return kept;
        }
    }

    private void assertWhole() throws IOException {
        try (PeftAdapter adapter = PeftAdapter.open(target)) {
            assertEquals(Set.of("k.weight", "q.weight"), adapter.pairs().keySet());
            for (LoraPair pair : adapter.pairs().values())
                for (StoredTensor t : List.of(pair.a(), pair.b())) {
                    ByteBuffer bytes = ByteBuffer.allocate((int) t.info().bytes());
                    t.read(0, bytes);
                    byte[] expected = new byte[bytes.capacity()];
                    Arrays.fill(expected, (byte) (pair.weight().startsWith("q") ? 1 : 2));
                    assertArrayEquals(expected, bytes.array());
                }
            List<String> names = adapter.file().header().tensors().stream()
                    .map(TensorInfo::name)
                    .toList();
            assertEquals(names.stream().sorted().toList(), names);
        }
        try (var inside = Files.list(target)) {
            assertEquals(3, inside.count());
        }
    }

    @Test
    void commit_givesAnAdapterSortedByName() throws Exception {
        write(IfExists.REFUSE, true);
        assertWhole();
    }

    @Test
    void close_withoutCommit_leavesNothingAtTheTarget() throws Exception {
        write(IfExists.REFUSE, false);
        assertFalse(Files.exists(target));
    }

    @Test
    void resume_keepsFinishedPairs() throws Exception {
        write(IfExists.REFUSE, false);
        assertEquals(Set.of("q", "k"), write(IfExists.RESUME, true));
        assertWhole();
    }

    @Test
    void resume_pairWhoseBytesChanged_isDoneAgainEachTime() throws Exception {
        write(IfExists.REFUSE, false);
        corrupt(0);
        assertEquals(Set.of("k"), write(IfExists.RESUME, false));
        // The first place of q is dead; its new place is kept, and k's is hit now.
        corrupt(64 + 3);
        assertEquals(Set.of("q"), write(IfExists.RESUME, true));
        assertWhole();
    }

    @Test
    void resume_spoolGone_doesAllAgain() throws Exception {
        write(IfExists.REFUSE, false);
        Files.delete(temp.resolve(".adapter.lox-partial/spool.bin"));
        assertEquals(Set.of(), write(IfExists.RESUME, true));
        assertWhole();
    }

    @Test
    void commit_spoolCutShort_saysSo() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE);
                AdapterWriter writer = AdapterWriter.open(folder)) {
            pair(writer, "q", 1);
            assertEquals(64, OutputFolder.unfinishedBytes(target));
            Files.write(folder.scratch("spool.bin"), new byte[63]);
            ObjectNode config = StrictJson.mapper().createObjectNode();
            EOFException e = assertThrows(EOFException.class, () -> writer.commit(config, Map.of()));
            assertTrue(e.getMessage().contains("spool.bin"), e.getMessage());
        }
    }

    @Test
    void resume_sameBytesAsInOneGo() throws Exception {
        write(IfExists.REFUSE, false);
        corrupt(0);
        write(IfExists.RESUME, true);
        byte[] resumed = Files.readAllBytes(target.resolve(PeftAdapter.WEIGHTS));
        target = temp.resolve("other");
        write(IfExists.REFUSE, true);
        assertArrayEquals(Files.readAllBytes(target.resolve(PeftAdapter.WEIGHTS)), resumed);
    }

    @Test
    void finish_jobWithoutTensors_isRemembered() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE);
                AdapterWriter writer = AdapterWriter.open(folder)) {
            writer.finish("norm", List.of(), StrictJson.mapper().createObjectNode());
            assertTrue(writer.entries().isEmpty());
        }
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME);
                AdapterWriter writer = AdapterWriter.open(folder)) {
            assertEquals(Set.of("norm"), writer.finished().keySet());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    "dtype":"F32" ; "dtype":"F33"
                    "dtype":"F32" ; "dtype":"F4"
                    "dtype":"F32" ; "dtype":null
                    "begin":40 ; "begin":-24
                    "begin":40 ; "begin":"?"
                    "begin":40 ; "begin":39
                    "begin":40,"end":64 ; "begin":64,"end":40
                    "begin":40,"end":64 ; "begin":0,"end":24
                    "begin":40,"end":64 ; "begin":9223372036854775783,"end":9223372036854775807
                    "end":64 ; "end":9223372036854775807
                    "end":64 ; "stop":64
                    [2,3] ; [2,4]
                    [2,3] ; [-2,-3]
                    [2,3] ; [4294967296,4294967296]
                    [2,3] ; [6,{}]
                    [2,3] ; 6
                    "entries":[ ; "entries":[null,
                    "entries":[ ; "entry":[
                    "outcome":{"fill":1} ; "outcome":1
                    """)
    void resume_damagedLine_doesThatJobAgain(String good, String damaged) throws Exception {
        write(IfExists.REFUSE, false);
        Path journal = temp.resolve(".adapter.lox-partial/journal.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        assertTrue(lines.get(PART).contains(good), lines.get(PART));
        lines.set(PART, sealed(lines.get(PART).replace(good, damaged)));
        Files.write(journal, lines);
        assertEquals(Set.of("k"), write(IfExists.RESUME, false));
        assertEquals(Set.of("q", "k"), write(IfExists.RESUME, true));
        assertWhole();
    }

    @Test
    void resume_lineOnBytesOfAnother_doesThatJobAgain() throws Exception {
        write(IfExists.REFUSE, false);
        Path journal = temp.resolve(".adapter.lox-partial/journal.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        lines.set(PART + 1, sealed(lines.get(PART).replace("\"q\"", "\"k\"").replace(".q.", ".k.")));
        Files.write(journal, lines);
        assertEquals(Set.of("q"), write(IfExists.RESUME, true));
        assertWhole();
    }

    /** With the right checksum: what is inconsistent must be noticed all the same. */
    private static String sealed(String line) throws IOException {
        return CheckedJson.seal((ObjectNode) StrictJson.mapper().readTree(line)).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {PART, PART + 1})
    void resume_lineThatWasChanged_doesThatJobAgain(int at) throws Exception {
        write(IfExists.REFUSE, false);
        Path journal = temp.resolve(".adapter.lox-partial/journal.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        lines.set(at, lines.get(at).replace("\"fill\":", "\"fell\":"));
        Files.write(journal, lines);
        assertEquals(Set.of(at == PART ? "k" : "q"), write(IfExists.RESUME, true));
    }

    private void corrupt(long at) throws IOException {
        Path spool = temp.resolve(".adapter.lox-partial/spool.bin");
        try (FileChannel channel = FileChannel.open(spool, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {99}), at);
        }
    }
}
