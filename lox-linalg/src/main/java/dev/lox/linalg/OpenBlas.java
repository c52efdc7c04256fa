// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** Brings the native library up, once, set to one thread a call. */
public final class OpenBlas {
    static {
        // JavaCPP would otherwise bound and collect native memory by the size of the Java heap; NativeScope owns it
        // here.
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        Loader.load(openblas.class);
        openblas.blas_set_num_threads(1);
    }

    private OpenBlas() {}

    /** Returns when kernels can be called; the first call takes a third of a second, so programs start it early. */
    public static void load() {
        // The static initialiser has done it.
    }
}
