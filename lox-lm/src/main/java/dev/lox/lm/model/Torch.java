// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Loads libtorch once, with the settings that this package relies on. */
public final class Torch {
    static {
        // Native memory is freed when its scope closes, not by the garbage collector or the size of the Java heap.
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        try {
            NativeLibraries.unpack(
                    Loader.getCacheDir().toPath(),
                    Loader.getPlatform(),
                    Torch.class.getClassLoader(),
                    "javacpp",
                    "openblas",
                    "pytorch");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this processor has bf16 matrix instructions; if not, f32 is several times faster. */
    static final boolean NATIVE_BF16 = hasNativeBf16();

    private Torch() {}

    /** Applies the settings before the first native class is loaded. */
    static void settle() {
        // The static initialiser has done it.
    }

    /** Loads libtorch, and lets it use {@code threads} threads. */
    public static void load(int threads) {
        torch.set_num_threads(threads);
        // OpenBLAS only does small products within operations that are already threaded.
        openblas.blas_set_num_threads(1);
    }

    private static boolean hasNativeBf16() {
        try {
            Path info = Path.of("/proc/cpuinfo");
            return Files.isReadable(info)
                    && Files.readString(info, StandardCharsets.ISO_8859_1).contains("avx512_bf16");
        } catch (IOException e) {
            return false;
        }
    }
}
