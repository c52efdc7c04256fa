// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import dev.lox.base.WriterLock;
import dev.lox.checkpoint.OutputFolder.IfExists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputFolderTest {
    @TempDir
    Path temp;

    private Path target;

    @BeforeEach
    void place() {
        target = temp.resolve("out");
    }

    /** What a run leaves that was killed after it finished a part. */
    private void unfinished(String job) throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, job, IfExists.REFUSE)) {
            Files.writeString(folder.partial().resolve("half"), "done");
            folder.record(
                    StrictJson.mapper().createObjectNode().put("tensor", "half").put("bytes", 4));
        }
    }

    private List<String> inTemp() throws Exception {
        try (var inside = Files.list(temp)) {
            return inside.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void commit_makesTheTargetAppearWithNothingElseLeft() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE)) {
            Files.writeString(folder.partial().resolve("a"), "1");
            assertFalse(Files.exists(target));
            folder.commit();
            assertEquals(List.of(".out.lox-lock", "out"), inTemp());
        }
        assertEquals(List.of("out"), inTemp());
        assertEquals("1", Files.readString(target.resolve("a")));
        try (var inside = Files.list(target)) {
            assertEquals(1, inside.count());
        }
    }

    @Test
    void close_nothingFinished_leavesNothing() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE)) {
            Files.writeString(folder.partial().resolve("a"), "1");
        }
        assertEquals(List.of(), inTemp());
    }

    @Test
    void close_partsFinished_leavesThemBesideTheTarget() throws Exception {
        unfinished("job");
        assertEquals(List.of(".out.lox-partial"), inTemp());
        assertEquals(4, OutputFolder.unfinishedBytes(target));
    }

    @Test
    void begin_unfinishedRun_isRefusedWithoutResume() throws Exception {
        unfinished("job");
        String problem = Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", IfExists.REFUSE));
        assertTrue(problem.contains("resume"), problem);
        assertEquals(
                problem,
                OutputFolder.problems(target, "job", IfExists.REFUSE).get(0).toString());
    }

    @Test
    void begin_unfinishedRunOfTheSameJob_isResumed() throws Exception {
        unfinished("job");
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME)) {
            assertEquals("half", folder.finished().get(0).path("tensor").asText());
            assertEquals("done", Files.readString(folder.partial().resolve("half")));
        }
    }

    @Test
    void begin_unfinishedRunOfAnotherJob_isNotResumed() throws Exception {
        unfinished("another job");
        String problem = Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", IfExists.RESUME));
        assertTrue(problem.contains("other inputs or options"), problem);
    }

    @Test
    void begin_onlyScratchIsLeft_startsAfresh() throws Exception {
        unfinished("another job");
        // A kill after the rename leaves the rest of the unfinished run.
        Files.move(temp.resolve(".out.lox-partial/result"), target);
        assertEquals(0, OutputFolder.unfinishedBytes(target));
        Files.move(target, temp.resolve("elsewhere"));
        for (IfExists e : IfExists.values())
            try (OutputFolder folder = OutputFolder.begin(target, "job", e)) {
                assertTrue(folder.finished().isEmpty());
            }
        assertEquals(List.of("elsewhere"), inTemp());
    }

    @Test
    void begin_resumeWithNothingThere_startsAfresh() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME)) {
            assertTrue(folder.finished().isEmpty());
        }
    }

    @Test
    void begin_overwrite_dropsAnUnfinishedRun() throws Exception {
        unfinished("another job");
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.OVERWRITE)) {
            assertTrue(folder.finished().isEmpty());
            assertFalse(Files.exists(folder.partial().resolve("half")));
        }
    }

    @Test
    void begin_tornLastLine_isDroppedAndWrittenAnew() throws Exception {
        unfinished("job");
        Path journal = temp.resolve(".out.lox-partial/journal.jsonl");
        Files.writeString(journal, "{\"tensor\": \"to", StandardOpenOption.APPEND);
        for (int lines = 1; lines <= 2; lines++)
            try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME)) {
                assertEquals(lines, folder.finished().size());
                folder.record(StrictJson.mapper().createObjectNode().put("tensor", "next"));
            }
    }

    @ParameterizedTest
    @EnumSource
    void begin_whileAnotherRunWrites_isRefused(IfExists existing) throws Exception {
        try (OutputFolder first = OutputFolder.begin(target, "job", IfExists.REFUSE)) {
            Files.writeString(first.partial().resolve("a"), "1");
            String problem = Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", existing));
            assertTrue(problem.contains("another run is writing here"), problem);
            first.commit();
        }
        assertEquals("1", Files.readString(target.resolve("a")));
    }

    @Test
    void begin_lockedByAnotherProcess_isRefused() throws Exception {
        Path lock = Files.createFile(temp.resolve(".out.lox-lock"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = Files.writeString(
                temp.resolve("Holder.java"),
                "class Holder { public static void main(String[] a) throws Exception {"
                        + " var c = java.nio.channels.FileChannel.open(java.nio.file.Path.of(a[0]),"
                        + " java.nio.file.StandardOpenOption.WRITE); c.lock();"
                        + " System.out.println(\"held\"); System.in.read(); } }");
        Process holder = new ProcessBuilder(java, program.toString(), lock.toString()).start();
        try {
            assertEquals("held", holder.inputReader().readLine());
            Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", IfExists.OVERWRITE));
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }

    @Test
    void journal_withAFlippedBit_losesALineAtMost() throws Exception {
        List<ObjectNode> parts = new ArrayList<>();
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE)) {
            for (int i = 0; i < 3; i++) {
                parts.add(StrictJson.mapper()
                        .createObjectNode()
                        .put("tensor", "t" + i)
                        .put("bytes", 12));
                folder.record(parts.get(i));
            }
        }
        Path journal = temp.resolve(".out.lox-partial/journal.jsonl");
        byte[] whole = Files.readAllBytes(journal);
        for (int bit = 0; bit < 8 * whole.length; bit += 7) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(journal, flipped);
            Journal.Content read = Journal.read(journal);
            assertTrue(parts.containsAll(read.parts()), "bit " + bit + ": " + read.parts());
            assertTrue(read.job().isEmpty() || read.job().get().equals("job"), "bit " + bit);
            // A line feed that is lost joins two lines.
            assertTrue(read.job().isEmpty() || read.parts().size() >= 1, "bit " + bit);
        }
    }

    /** What a lock that does not hold, as on some network file systems, would let happen. */
    @Test
    void commit_afterAnotherRunWroteHere_publishesNothing() throws Exception {
        OutputFolder first = OutputFolder.begin(target, "job", IfExists.REFUSE);
        Files.writeString(first.partial().resolve("a"), "1");
        try (Journal other = Journal.create(temp.resolve(".out.lox-partial/journal.jsonl"), "job")) {
            IOException e = assertThrows(IOException.class, first::commit);
            assertTrue(e.getMessage().contains("another run has written here"), e.getMessage());
        }
        first.close();
        assertFalse(Files.exists(target));
    }

    @Test
    void target_inWhichAnotherRunWorks_isNotReplaced() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("lox.json"), "{}");
        try (WriterLock other = WriterLock.inside(target)) {
            assertThrows(InvalidInputException.class, () -> OutputFolder.begin(target, "job", IfExists.OVERWRITE));
        }
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.OVERWRITE)) {
            Files.writeString(folder.partial().resolve("a"), "1");
            try (WriterLock other = WriterLock.inside(target)) {
                assertThrows(InvalidInputException.class, folder::commit);
            }
            folder.commit();
        }
        assertEquals("1", Files.readString(target.resolve("a")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void begin_resumedRunStillHoldsTheLock() throws Exception {
        unfinished("job");
        try (OutputFolder first = OutputFolder.begin(target, "job", IfExists.RESUME)) {
            assertTrue(isLockedForOthers(temp.resolve(".out.lox-lock")));
            OutputFolder.unfinishedBytes(target);
            OutputFolder.problems(target, "job", IfExists.RESUME);
            assertTrue(isLockedForOthers(temp.resolve(".out.lox-lock")), "reading must not drop the lock");
        }
    }

    /** Asked of another process: a process is not excluded by its own locks. */
    private boolean isLockedForOthers(Path lock) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = Files.writeString(
                temp.resolve("Asker.java"),
                "class Asker { public static void main(String[] a) throws Exception {"
                        + " var c = java.nio.channels.FileChannel.open(java.nio.file.Path.of(a[0]),"
                        + " java.nio.file.StandardOpenOption.WRITE); System.out.println(c.tryLock() == null); } }");
        Process asker = new ProcessBuilder(java, program.toString(), lock.toString()).start();
        String answer = asker.inputReader().readLine();
        assertEquals(0, asker.waitFor());
        Files.delete(program);
        return Boolean.parseBoolean(answer);
    }

    @Test
    void begin_targetThere_isRefusedWithoutOverwrite() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("lox.json"), "{}");
        for (IfExists e : List.of(IfExists.REFUSE, IfExists.RESUME))
            assertTrue(Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", e))
                    .contains("overwrite"));
    }

    @Test
    void begin_overwriteOfAFolderMadeByOthers_isRefused() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("thesis.txt"), "years of work");
        Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", IfExists.OVERWRITE));
        Files.delete(target.resolve("thesis.txt"));
        Files.delete(target);
        Files.writeString(target, "a file");
        Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", IfExists.OVERWRITE));
    }

    @Test
    void commit_overwrite_replacesWhatTheProgramMade() throws Exception {
        old(target);
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.OVERWRITE)) {
            Files.writeString(folder.partial().resolve("new"), "2");
            assertTrue(Files.exists(target.resolve("old")));
            folder.commit();
        }
        assertFalse(Files.exists(target.resolve("old")));
        assertEquals("2", Files.readString(target.resolve("new")));
        assertEquals(List.of("out"), inTemp());
    }

    @ParameterizedTest
    @EnumSource
    void commit_somethingCameToBeThereMeanwhile_isKept(IfExists existing) throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", existing)) {
            folder.record(StrictJson.mapper().createObjectNode().put("tensor", "half"));
            Files.createDirectories(target);
            Files.writeString(target.resolve("thesis.txt"), "years of work");
            Refusal.of(target.toString(), folder::commit);
        }
        assertEquals("years of work", Files.readString(target.resolve("thesis.txt")));
        assertEquals(List.of(".out.lox-partial", "out"), inTemp());
    }

    @Test
    void commit_ontoAnEmptyFolder_replacesIt() throws Exception {
        Files.createDirectories(target);
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE)) {
            Files.writeString(folder.partial().resolve("a"), "1");
            folder.commit();
        }
        assertEquals("1", Files.readString(target.resolve("a")));
    }

    @Test
    void commit_renameFails_keepsWhatIsFinishedForResume() throws Exception {
        // A folder cannot be renamed onto a link, which counts as nothing there while it points nowhere.
        Files.createSymbolicLink(target, temp.resolve("nowhere"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE)) {
            Files.writeString(folder.partial().resolve("half"), "done");
            folder.record(StrictJson.mapper().createObjectNode().put("tensor", "half"));
            assertThrows(IOException.class, folder::commit);
        }
        Files.delete(target);
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME)) {
            assertEquals("half", folder.finished().get(0).path("tensor").asText());
            folder.commit();
        }
        assertEquals("done", Files.readString(target.resolve("half")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void replace_secondRenameFails_putsTheOldTargetBack() throws Exception {
        old(target);
        assertThrows(IOException.class, () -> OutputFolder.replace(target, temp.resolve("gone")));
        assertEquals("1", Files.readString(target.resolve("old")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void resume_killedBetweenTheRenames_finishesTheReplacement() throws Exception {
        unfinished("job");
        old(temp.resolve(".out.lox-replaced"));
        assertTrue(Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", IfExists.REFUSE))
                .contains("resume"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME)) {
            assertEquals(1, folder.finished().size());
            folder.commit();
        }
        assertEquals("done", Files.readString(target.resolve("half")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void resume_killedBetweenTheRenamesThenGivenUp_putsTheOldTargetBack() throws Exception {
        unfinished("job");
        old(temp.resolve(".out.lox-replaced"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.RESUME)) {
            folder.discard();
        }
        assertEquals("1", Files.readString(target.resolve("old")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void overwrite_killedBetweenTheRenames_putsTheOldTargetBackFirst() throws Exception {
        unfinished("job");
        old(temp.resolve(".out.lox-replaced"));
        try (OutputFolder folder = OutputFolder.begin(target, "another job", IfExists.OVERWRITE)) {
            assertTrue(folder.finished().isEmpty());
            assertEquals("1", Files.readString(target.resolve("old")));
        }
        assertEquals("1", Files.readString(target.resolve("old")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void begin_onlyTheOldTargetIsLeft_isRefusedWithoutOverwrite() throws Exception {
        old(temp.resolve(".out.lox-replaced"));
        for (IfExists e : List.of(IfExists.REFUSE, IfExists.RESUME))
            assertTrue(Refusal.of(".out.lox-replaced", () -> OutputFolder.begin(target, "job", e))
                    .contains("rename it back"));
        Files.delete(temp.resolve(".out.lox-replaced/lox.json"));
        Refusal.of(".out.lox-replaced", () -> OutputFolder.begin(target, "job", IfExists.OVERWRITE));
        assertEquals(List.of(".out.lox-replaced"), inTemp());
    }

    @Test
    void commit_staleReplacedBesideATarget_isDeleted() throws Exception {
        old(target);
        old(temp.resolve(".out.lox-replaced"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", IfExists.OVERWRITE)) {
            folder.commit();
        }
        assertEquals(List.of("out"), inTemp());
    }

    private static void old(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("lox.json"), "{}");
        Files.writeString(folder.resolve("old"), "1");
    }

    @Test
    void problems_underAFile_saySo() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");
        String problem = OutputFolder.problems(file.resolve("out"), "job", IfExists.REFUSE)
                .get(0)
                .toString();
        assertTrue(problem.contains("is not a folder"), problem);
        assertEquals(
                1, OutputFolder.problems(Path.of("/"), "job", IfExists.REFUSE).size());
    }
}
