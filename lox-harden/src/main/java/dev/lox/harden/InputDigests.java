// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.RunningDigest;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SHA-256 of every input file, taken as its tensors are loaded. */
final class InputDigests {
    private final Map<Path, RunningDigest> running = new HashMap<>();

    InputDigests(List<SafetensorsFile> files) {
        for (SafetensorsFile f : files) running.put(f.path(), new RunningDigest(f));
    }

    /** The tensor's bytes from {@code offset} on are these. */
    void passed(StoredTensor tensor, long offset, ByteBuffer bytes) throws IOException {
        RunningDigest digest = running.get(tensor.file().path());
        if (digest != null)
            digest.passed(tensor.file().header().dataStart() + tensor.info().begin() + offset, bytes);
    }

    /** Digests by file, once everything that is to be loaded has been. */
    Map<Path, String> finish(List<SafetensorsFile> files) throws IOException {
        Map<Path, String> digests = new LinkedHashMap<>();
        for (SafetensorsFile f : files) {
            RunningDigest digest = running.get(f.path());
            if (digest != null) digests.put(f.path(), digest.finish());
        }
        return digests;
    }
}
