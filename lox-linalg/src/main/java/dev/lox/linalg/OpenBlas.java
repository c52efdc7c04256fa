// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import dev.lox.base.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** Loads the native library once, set to one thread per call. */
public final class OpenBlas {
    static {
        // JavaCPP would otherwise limit and collect native memory by the size of the Java heap; here NativeScope owns
        // it.
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        try {
            NativeLibraries.unpack(
                    Loader.getCacheDir().toPath(),
                    Loader.getPlatform(),
                    OpenBlas.class.getClassLoader(),
                    "javacpp",
                    "openblas");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Loader.load(openblas.class);
        openblas.blas_set_num_threads(1);
    }

    private OpenBlas() {}

    /** Returns when kernels can be called. The first call takes a third of a second, so programs make it early. */
    public static void load() {
        // Done by the static initialiser.
    }
}
