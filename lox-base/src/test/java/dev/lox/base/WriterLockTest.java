// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WriterLockTest {
    @TempDir
    Path temp;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            return files.filter(f -> !f.equals(temp))
                    .map(f -> temp.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void heldLock_refusesOthers_andLeavesNothing() throws Exception {
        Path target = temp.resolve("a/b/out");
        try (WriterLock lock = WriterLock.beside(target)) {
            assertThrows(InvalidInputException.class, () -> WriterLock.beside(target));
            assertThrows(InvalidInputException.class, () -> WriterLock.beside(temp.resolve("a/c/../b/out")));
            WriterLock.beside(temp.resolve("a/b/other")).close();
        }
        assertEquals(List.of(), names());
        WriterLock.beside(target).close();
    }

    /** Whoever made the folder deletes it while others are about to lock in it. */
    @Test
    void manyLocksInOneMissingFolder_areAllTaken() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Path target = temp.resolve("a/b/" + t);
            all.add(threads.submit(() -> {
                for (int i = 0; i < 2000; i++) WriterLock.beside(target).close();
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> one : all) one.get();
    }

    @Test
    void folder_thatWasUsed_isKept() throws Exception {
        Path folder = temp.resolve("out");
        try (WriterLock lock = WriterLock.inside(folder)) {
            assertTrue(WriterLock.tryInside(folder).isEmpty());
            Files.writeString(folder.resolve("file"), "");
        }
        assertEquals(List.of("out", "out/file"), names());
    }

    @Test
    void linkToAFolder_isTheSameFolder() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("out"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
        try (WriterLock lock = WriterLock.inside(link)) {
            assertTrue(WriterLock.tryInside(folder).isEmpty());
        }
        WriterLock.inside(folder).close();
    }

    @Test
    void lockFileThatIsALink_isNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(temp.resolve("elsewhere"), "kept");
        Files.createSymbolicLink(temp.resolve(".lock"), elsewhere);
        assertThrows(IOException.class, () -> WriterLock.inside(temp));
        assertEquals("kept", Files.readString(elsewhere));
    }

    /** Two processes take the lock over and over; each deletes the file on release. */
    @Test
    void lock_excludesAnotherProcess() throws Exception {
        Path target = temp.resolve("out");
        Path program = Files.writeString(
                temp.resolve("Rival.java"),
                "class Rival { public static void main(String[] a) throws Exception {"
                        + " var target = java.nio.file.Path.of(a[0]); var held = java.nio.file.Path.of(a[1]);"
                        + " for (int i = 0; i < 300; i++) try (var lock = dev.lox.base.WriterLock.await(target)) {"
                        + " java.nio.file.Files.createFile(held); java.nio.file.Files.delete(held); }"
                        + " System.out.println(\"done\"); } }");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path held = temp.resolve("held");
        Process rival = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.toString(),
                        target.toString(),
                        held.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        AtomicInteger taken = new AtomicInteger();
        while (rival.isAlive()) {
            try (WriterLock lock = WriterLock.beside(target)) {
                // Fails if the other process is between its two steps.
                Files.createFile(held);
                Files.delete(held);
                taken.incrementAndGet();
            } catch (InvalidInputException busy) {
                Thread.onSpinWait();
            }
            // The other one waits a while whenever it finds the lock taken.
            if (taken.get() % 4 == 0) Thread.sleep(1);
        }
        assertEquals("done", rival.inputReader().readLine());
        assertEquals(0, rival.waitFor());
        assertTrue(taken.get() > 0);
        assertFalse(Files.exists(temp.resolve(".out.lox-lock")));
    }
}
