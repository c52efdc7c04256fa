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
import java.util.regex.Pattern;

/** What tells one job from another: inputs by head, size and time, and every option that changes the result's bytes. */
final class JobText {
    private JobText() {}

    static String of(HardenRequest r, Checkpoint base, Checkpoint model, Optional<PeftAdapter> adapter)
            throws IOException {
        StringBuilder text = new StringBuilder();
        lines(
                text,
                Version.NUMBER,
                r.extrapolation(),
                r.asAdapter(),
                r.tolerance(),
                r.exact(),
                r.dtype(),
                r.copyExtraRows(),
                r.arithmetic());
        for (Pattern p : r.include()) pattern("include", p, text);
        for (Pattern p : r.exclude()) pattern("exclude", p, text);
        lines(text, "base");
        for (SafetensorsFile f : base.shards()) describe(f, text);
        lines(text, "aligned");
        for (SafetensorsFile f : model.shards()) describe(f, text);
        if (adapter.isPresent()) {
            lines(text, "adapter");
            describe(adapter.get().file(), text);
            lines(text, adapter.get().config());
        }
        return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void describe(SafetensorsFile file, StringBuilder text) throws IOException {
        lines(
                text,
                file.path().toRealPath(),
                Files.size(file.path()),
                Files.getLastModifiedTime(file.path()),
                Digest.sha256(file.header().encoded()));
    }

    /** With its length, since a pattern may hold a line break. */
    private static void pattern(String option, Pattern pattern, StringBuilder text) {
        lines(text, option + " " + pattern.pattern().length() + " " + pattern.pattern());
    }

    private static void lines(StringBuilder text, Object... fields) {
        for (Object f : fields) text.append(f).append('\n');
    }
}
