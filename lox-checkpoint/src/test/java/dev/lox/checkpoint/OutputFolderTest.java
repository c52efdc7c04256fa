// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.OutputFolder.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        try (OutputFolder folder = OutputFolder.begin(target, job, Existing.REFUSE)) {
            Files.writeString(folder.partial().resolve("half"), "done");
            folder.record(
                    StrictJson.MAPPER.createObjectNode().put("tensor", "half").put("bytes", 4));
        }
    }

    private List<String> inTemp() throws Exception {
        try (var inside = Files.list(temp)) {
            return inside.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void commit_makesTheTargetAppearWithNothingElseLeft() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.REFUSE)) {
            Files.writeString(folder.partial().resolve("a"), "1");
            assertFalse(Files.exists(target));
            folder.commit();
            assertEquals(List.of("out"), inTemp());
        }
        assertEquals("1", Files.readString(target.resolve("a")));
        try (var inside = Files.list(target)) {
            assertEquals(1, inside.count());
        }
    }

    @Test
    void close_nothingFinished_leavesNothing() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.REFUSE)) {
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
        String complaint = Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", Existing.REFUSE));
        assertTrue(complaint.contains("--resume"), complaint);
        assertEquals(List.of(complaint), OutputFolder.complaints(target, "job", Existing.REFUSE));
    }

    @Test
    void begin_unfinishedRunOfTheSameJob_isResumed() throws Exception {
        unfinished("job");
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.RESUME)) {
            assertEquals("half", folder.finished().get(0).path("tensor").asText());
            assertEquals("done", Files.readString(folder.partial().resolve("half")));
        }
    }

    @Test
    void begin_unfinishedRunOfAnotherJob_isNotResumed() throws Exception {
        unfinished("another job");
        String complaint = Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", Existing.RESUME));
        assertTrue(complaint.contains("other inputs or options"), complaint);
    }

    @Test
    void begin_onlyScratchIsLeft_startsAfresh() throws Exception {
        unfinished("another job");
        // A kill after the rename leaves the rest of the unfinished run.
        Files.move(temp.resolve(".out.lox-partial/result"), target);
        assertEquals(0, OutputFolder.unfinishedBytes(target));
        Files.move(target, temp.resolve("elsewhere"));
        for (Existing e : Existing.values())
            try (OutputFolder folder = OutputFolder.begin(target, "job", e)) {
                assertTrue(folder.finished().isEmpty());
            }
        assertEquals(List.of("elsewhere"), inTemp());
    }

    @Test
    void begin_resumeWithNothingThere_startsAfresh() throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.RESUME)) {
            assertTrue(folder.finished().isEmpty());
        }
    }

    @Test
    void begin_overwrite_dropsAnUnfinishedRun() throws Exception {
        unfinished("another job");
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.OVERWRITE)) {
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
            try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.RESUME)) {
                assertEquals(lines, folder.finished().size());
                folder.record(StrictJson.MAPPER.createObjectNode().put("tensor", "next"));
            }
    }

    @ParameterizedTest
    @EnumSource
    void begin_whileAnotherRunWrites_isRefused(Existing existing) throws Exception {
        try (OutputFolder first = OutputFolder.begin(target, "job", Existing.REFUSE)) {
            Files.writeString(first.partial().resolve("a"), "1");
            String complaint = Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", existing));
            assertTrue(complaint.contains("another run is writing here"), complaint);
            first.commit();
        }
        assertEquals("1", Files.readString(target.resolve("a")));
    }

    @Test
    void begin_journalLockedByAnotherProcess_isRefused() throws Exception {
        Path partial = Files.createDirectories(temp.resolve(".out.lox-partial"));
        Path journal = Files.writeString(partial.resolve("journal.jsonl"), "");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = Files.writeString(
                temp.resolve("Holder.java"),
                "class Holder { public static void main(String[] a) throws Exception {"
                        + " var c = java.nio.channels.FileChannel.open(java.nio.file.Path.of(a[0]),"
                        + " java.nio.file.StandardOpenOption.WRITE); c.lock();"
                        + " System.out.println(\"held\"); System.in.read(); } }");
        Process holder = new ProcessBuilder(java, program.toString(), journal.toString()).start();
        try {
            assertEquals("held", holder.inputReader().readLine());
            Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", Existing.OVERWRITE));
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
    }

    @Test
    void begin_targetThere_isRefusedWithoutOverwrite() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("lox.json"), "{}");
        for (Existing e : List.of(Existing.REFUSE, Existing.RESUME))
            assertTrue(Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", e))
                    .contains("--overwrite"));
    }

    @Test
    void begin_overwriteOfAFolderMadeByOthers_isRefused() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("thesis.txt"), "years of work");
        Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", Existing.OVERWRITE));
        Files.delete(target.resolve("thesis.txt"));
        Files.delete(target);
        Files.writeString(target, "a file");
        Refusal.of(target.toString(), () -> OutputFolder.begin(target, "job", Existing.OVERWRITE));
    }

    @Test
    void commit_overwrite_replacesWhatTheProgramMade() throws Exception {
        old(target);
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.OVERWRITE)) {
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
    void commit_somethingCameToBeThereMeanwhile_isKept(Existing existing) throws Exception {
        try (OutputFolder folder = OutputFolder.begin(target, "job", existing)) {
            folder.record(StrictJson.MAPPER.createObjectNode().put("tensor", "half"));
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
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.REFUSE)) {
            Files.writeString(folder.partial().resolve("a"), "1");
            folder.commit();
        }
        assertEquals("1", Files.readString(target.resolve("a")));
    }

    @Test
    void commit_renameFails_keepsWhatIsFinishedForResume() throws Exception {
        // A folder cannot be renamed onto a link, which counts as nothing there while it points nowhere.
        Files.createSymbolicLink(target, temp.resolve("nowhere"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.REFUSE)) {
            Files.writeString(folder.partial().resolve("half"), "done");
            folder.record(StrictJson.MAPPER.createObjectNode().put("tensor", "half"));
            assertThrows(IOException.class, folder::commit);
        }
        Files.delete(target);
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.RESUME)) {
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
        assertTrue(Refusal.of(".out.lox-partial", () -> OutputFolder.begin(target, "job", Existing.REFUSE))
                .contains("--resume"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.RESUME)) {
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
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.RESUME)) {
            folder.discard();
        }
        assertEquals("1", Files.readString(target.resolve("old")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void overwrite_killedBetweenTheRenames_putsTheOldTargetBackFirst() throws Exception {
        unfinished("job");
        old(temp.resolve(".out.lox-replaced"));
        try (OutputFolder folder = OutputFolder.begin(target, "another job", Existing.OVERWRITE)) {
            assertTrue(folder.finished().isEmpty());
            assertEquals("1", Files.readString(target.resolve("old")));
        }
        assertEquals("1", Files.readString(target.resolve("old")));
        assertEquals(List.of("out"), inTemp());
    }

    @Test
    void begin_onlyTheOldTargetIsLeft_isRefusedWithoutOverwrite() throws Exception {
        old(temp.resolve(".out.lox-replaced"));
        for (Existing e : List.of(Existing.REFUSE, Existing.RESUME))
            assertTrue(Refusal.of(".out.lox-replaced", () -> OutputFolder.begin(target, "job", e))
                    .contains("rename it back"));
        Files.delete(temp.resolve(".out.lox-replaced/lox.json"));
        Refusal.of(".out.lox-replaced", () -> OutputFolder.begin(target, "job", Existing.OVERWRITE));
        assertEquals(List.of(".out.lox-replaced"), inTemp());
    }

    @Test
    void commit_staleReplacedBesideATarget_isDeleted() throws Exception {
        old(target);
        old(temp.resolve(".out.lox-replaced"));
        try (OutputFolder folder = OutputFolder.begin(target, "job", Existing.OVERWRITE)) {
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
    void complaints_underAFile_saySo() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");
        List<String> complaints = OutputFolder.complaints(file.resolve("out"), "job", Existing.REFUSE);
        assertTrue(complaints.get(0).contains("is not a folder"), complaints.get(0));
        assertEquals(
                1, OutputFolder.complaints(Path.of("/"), "job", Existing.REFUSE).size());
    }
}
