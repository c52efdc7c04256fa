// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.Digest;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** What tells one job from another: inputs by head, size and time, and every option that changes the result's bytes. */
final class JobText {
    private JobText() {}

    static String of(HardenRequest r, Checkpoint base, Checkpoint model, Optional<PeftAdapter> adapter)
            throws IOException {
        StringBuilder text = new StringBuilder(Provenance.VERSION);
        text.append('\n')
                .append(r.extrapolation())
                .append(r.asAdapter())
                .append(r.include())
                .append(r.exclude())
                .append(r.tolerance())
                .append(r.exact())
                .append(r.dtype())
                .append(r.copyExtraRows())
                .append(r.arithmetic());
        for (SafetensorsFile f : base.shards()) describe(f, text);
        for (SafetensorsFile f : model.shards()) describe(f, text);
        if (adapter.isPresent()) {
            describe(adapter.get().file(), text);
            text.append(adapter.get().config());
        }
        return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void describe(SafetensorsFile file, StringBuilder text) throws IOException {
        text.append('\n')
                .append(file.path().toRealPath())
                .append(Files.size(file.path()))
                .append(Files.getLastModifiedTime(file.path()))
                .append(Digest.sha256(file.header().encoded()));
    }
}
