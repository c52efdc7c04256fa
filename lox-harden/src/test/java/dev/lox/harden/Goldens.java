// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/** The fixtures that oracle/goldens.py makes. */
final class Goldens {
    private Goldens() {}

    static Path of(String path) {
        URL root = Goldens.class.getResource("/goldens");
        if (root == null) throw new IllegalStateException("no goldens on the class path");
        try {
            return Path.of(root.toURI()).resolve(path);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static RequestBuilder pair(String fixture, Path out) {
        return new RequestBuilder(of(fixture).resolve("base"), of(fixture).resolve("aligned"), out);
    }
}
