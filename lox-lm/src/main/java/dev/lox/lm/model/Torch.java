// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Loads libtorch, once, with the settings everything here counts on. */
public final class Torch {
    static {
        // Native memory is freed where its scope ends, not when the collector comes by or the Java heap's size says.
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    }

    /** Whether this processor multiplies bf16 matrices itself; where not, f32 is several times faster. */
    static final boolean NATIVE_BF16 = hasNativeBf16();

    private Torch() {}

    /** Makes the settings, before the first native class is loaded. */
    static void settle() {
        // The static initialiser has done it.
    }

    /** Makes sure that libtorch is loaded, and lets it use {@code threads} threads. */
    public static void load(int threads) {
        torch.set_num_threads(threads);
        // What is left to OpenBLAS are small products within operations that have threads already.
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
