// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to write an output, within this process and across processes.
 *
 * <p>The lock is a file of its own that nothing else opens: an operating system drops a process's lock as soon as the
 * process closes any descriptor of the locked file. The file is deleted on release, so whoever obtains a lock checks
 * that the file it locked is still the one at the path, by a size that it gives it.
 */
public final class WriterLock implements AutoCloseable {
    private static final boolean POSIX = File.separatorChar == '/';
    private static final String NAME = ".lock";
    private static final long POLL_MILLIS = 100;
    private static final int ATTEMPTS = 1000;
    /** Of a lock file; all but its last byte is a hole. */
    private static final int MOST_SIZE = 1 << 22;

    /** Paths locked by this process, whose threads do not exclude each other by the file's lock. */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final @Nullable Object key;
    private final FileChannel channel;
    private final List<Path> created;

    private WriterLock(Path file, @Nullable Object key, FileChannel channel, List<Path> created) {
        this.file = file;
        this.key = key;
        this.channel = channel;
        this.created = created;
    }

    /**
     * Locks a folder by a file in it. A folder that does not exist is created, and deleted on release if it is still
     * empty.
     *
     * @throws InvalidInputException if another run is writing there
     * @throws IOException if the file system has no locks or the folder cannot be written
     */
    public static WriterLock inside(Path folder) throws IOException {
        return tryInside(folder).orElseThrow(() -> busy(folder));
    }

    /** Like {@link #inside}; empty if another run holds the lock. */
    public static Optional<WriterLock> tryInside(Path folder) throws IOException {
        return take(folder, NAME);
    }

    /**
     * Locks a file or folder, which need not exist, by a hidden file beside it. The folder above it is created and deleted
     * as by {@link #inside}.
     *
     * @throws InvalidInputException if another run is writing there
     * @throws IOException if the file system has no locks or the folder cannot be written
     */
    public static WriterLock beside(Path target) throws IOException {
        return tryBeside(target).orElseThrow(() -> busy(target));
    }

    private static Optional<WriterLock> tryBeside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path folder = Objects.requireNonNull(absolute.getParent(), "a target has a name");
        return take(folder, "." + absolute.getFileName() + ".lox-lock");
    }

    /** Like {@link #beside}, but waits while another run holds the lock. */
    public static WriterLock await(Path target) throws IOException, InterruptedException {
        while (true) {
            Optional<WriterLock> lock = tryBeside(target);
            if (lock.isPresent()) return lock.get();
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Whether this is the lock file of {@link #inside}. */
    public static boolean isLock(Path file) {
        return file.endsWith(NAME);
    }

    private static InvalidInputException busy(Path target) {
        return new InvalidInputException(
                "%s: another run is writing here; wait for it, or choose another %s", target, Setting.of("out"));
    }

    private static Optional<WriterLock> take(Path folder, String name) throws IOException {
        for (int attempt = 1; ; attempt++)
            try {
                return takeOnce(folder, name);
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                // Whoever created the folder for a lock of its own may have deleted it while it was still empty.
                if (attempt == ATTEMPTS) throw e;
            }
    }

    private static Optional<WriterLock> takeOnce(Path folder, String name) throws IOException {
        List<Path> created = create(folder);
        Path file = folder.toRealPath().resolve(name);
        synchronized (HELD) {
            if (!HELD.add(file)) return Optional.empty();
        }
        Optional<WriterLock> lock = Optional.empty();
        try {
            lock = open(file, created);
            return lock;
        } finally {
            if (lock.isEmpty()) forget(file);
        }
    }

    /** Creates the folder and those above it; returns the ones that were missing, innermost first. */
    private static List<Path> create(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        Path up = folder.toAbsolutePath().normalize();
        // A link to a folder is a folder here, but not to createDirectories.
        for (; up != null && !Files.isDirectory(up); up = up.getParent()) missing.add(up);
        if (!missing.isEmpty()) Files.createDirectories(missing.get(0));
        return missing;
    }

    /** Locks a file that is still at its path once it is locked; empty if another process holds the lock. */
    private static Optional<WriterLock> open(Path file, List<Path> created) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            boolean kept = false;
            try {
                if (!lock(file, channel)) return Optional.empty();
                // Whoever held it may have deleted it in between; a lock on a deleted file excludes nobody.
                Optional<BasicFileAttributes> atPath = attributes(file, mark(channel));
                kept = atPath.isPresent();
                if (kept) return Optional.of(new WriterLock(file, atPath.get().fileKey(), channel, created));
            } finally {
                if (!kept) channel.close();
            }
        }
    }

    /**
     * Gives the locked file a size of its own, which tells whether it is the one at the path. Its inode's number does not: a
     * channel does not tell the one it has open, and a file system gives that of a deleted file to the next one.
     */
    private static long mark(FileChannel channel) throws IOException {
        long size = ThreadLocalRandom.current().nextLong(1, MOST_SIZE);
        channel.truncate(0);
        channel.write(ByteBuffer.allocate(1), size - 1);
        return size;
    }

    private static Optional<BasicFileAttributes> attributes(Path file, long size) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                    .filter(a -> a.size() == size);
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        }
    }

    private static boolean isAt(Path file, @Nullable Object key) throws IOException {
        try {
            return Objects.equals(key, key(file));
        } catch (NoSuchFileException deleted) {
            return false;
        }
    }

    private static boolean lock(Path file, FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new IOException(
                    file + ": cannot be locked (" + e.getMessage() + "); write to a file system with locks", e);
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static void forget(Path file) {
        synchronized (HELD) {
            HELD.remove(file);
        }
    }

    /** Releases the lock; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) return;
        try {
            // The folder may have been renamed, and another run's lock be at the path. Windows deletes no open files.
            if (POSIX && isAt(file, key)) Files.delete(file);
        } finally {
            channel.close();
            forget(file);
        }
        deleteEmpty();
    }

    private void deleteEmpty() throws IOException {
        try {
            for (Path folder : created) Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException used) {
            // So are those above it.
        }
    }
}
