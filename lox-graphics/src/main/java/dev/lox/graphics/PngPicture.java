// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.io.IOException;

/** A drawing as a PNG file, where the machine can draw. */
public final class PngPicture {
    private PngPicture() {}

    /** This machine cannot draw: it has no fonts, or a JDK without its desktop module. */
    public static final class NoDrawingException extends Exception {
        private static final long serialVersionUID = 1;

        NoDrawingException(Throwable cause) {
            super("pictures cannot be drawn as PNG on this machine (" + cause + ")", cause);
        }
    }

    /** The file's bytes. */
    public static byte[] of(Sketch sketch) throws NoDrawingException {
        try {
            return Pixels.png(sketch);
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            throw new NoDrawingException(e);
        }
    }
}
