// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Unpacks native libraries from a jar to where JavaCPP expects them, each under another name first. JavaCPP itself writes
 * them in place: after a kill it loads a library whose dependency is incomplete, and the process dies of SIGBUS.
 */
public final class NativeLibraries {
    private NativeLibraries() {}

    /**
     * Unpacks what is missing or incomplete. Libraries without a jar for the platform are left to JavaCPP.
     *
     * @param cache JavaCPP's cache
     * @param platform such as {@code linux-x86_64}
     * @param loader finds the jars
     * @param libraries such as {@code openblas}
     * @throws UncheckedIOException if the libraries cannot be written; it names the cache
     */
    public static void unpack(Path cache, String platform, ClassLoader loader, String... libraries) {
        for (String library : libraries)
            for (String variant : List.of("", "-gpu"))
                unpack(cache, loader, "org/bytedeco/" + library + "/" + platform + variant + "/");
    }

    private static void unpack(Path cache, ClassLoader loader, String folder) {
        URL url = loader.getResource(folder);
        try {
            if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) return;
            JarFile jar = connection.getJarFile();
            Path home = cache.resolve(Path.of(jar.getName()).getFileName());
            List<JarEntry> libraries = jar.stream()
                    .filter(e -> e.getName().startsWith(folder) && isLibrary(e.getName()))
                    .toList();
            if (isWhole(libraries, home)) return;
            try (WriterLock lock = WriterLock.await(home)) {
                for (JarEntry e : libraries) if (!isWhole(e, home)) unpack(jar, e, home.resolve(e.getName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    cache + ": native libraries cannot be unpacked (" + e.getMessage()
                            + "); free space, or set org.bytedeco.javacpp.cachedir to another folder",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while native libraries were unpacked", e);
        }
    }

    private static boolean isLibrary(String name) {
        return name.matches(".*\\.(so(\\.\\d+)*|dylib|dll)");
    }

    private static boolean isWhole(List<JarEntry> libraries, Path home) throws IOException {
        for (JarEntry e : libraries) if (!isWhole(e, home)) return false;
        return true;
    }

    /** Size and time are what JavaCPP compares. */
    private static boolean isWhole(JarEntry entry, Path home) throws IOException {
        Path file = home.resolve(entry.getName());
        return Files.isRegularFile(file)
                && Files.size(file) == entry.getSize()
                && Files.getLastModifiedTime(file).toMillis() == entry.getTime();
    }

    private static void unpack(JarFile jar, JarEntry entry, Path file) throws IOException {
        Path folder = Files.createDirectories(file.getParent());
        try (Stream<Path> left = Files.list(folder)) {
            // By runs that were killed; the lock is held.
            for (Path p : left.filter(AtomicFile::isTemporary).toList()) Files.delete(p);
        }
        Path fresh = AtomicFile.beside(file);
        try {
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, fresh);
            }
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.setLastModifiedTime(fresh, FileTime.fromMillis(entry.getTime()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
