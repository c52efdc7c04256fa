// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.Digest;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What tells one job from another: inputs by head, size and time, and every option that changes the result's bytes. */
public final class JobText {
    private final StringBuilder text = new StringBuilder();

    public JobText() {
        options(Version.NUMBER);
    }

    static String of(HardenRequest r, Checkpoint base, Checkpoint model, Optional<PeftAdapter> adapter)
            throws IOException {
        JobText text = new JobText()
                .options(
                        r.extrapolation(),
                        r.asAdapter(),
                        r.tolerance(),
                        r.exact(),
                        r.dtype(),
                        r.copyExtraRows(),
                        r.arithmetic())
                .selection(new Selection(r.include(), r.exclude()))
                .files("base", base.shards())
                .files("aligned", model.shards());
        if (adapter.isPresent())
            text.files("adapter", List.of(adapter.get().file()))
                    .options(adapter.get().config());
        return text.digest();
    }

    public JobText options(Object... options) {
        for (Object o : options) text.append(o).append('\n');
        return this;
    }

    public JobText selection(Selection selection) {
        for (Pattern p : selection.include()) pattern("include", p);
        for (Pattern p : selection.exclude()) pattern("exclude", p);
        return this;
    }

    /** With its length, since a pattern may hold a line break. */
    private void pattern(String option, Pattern pattern) {
        options(option + " " + pattern.pattern().length() + " " + pattern.pattern());
    }

    /** The weight files of one input. */
    public JobText files(String role, List<SafetensorsFile> files) throws IOException {
        options(role);
        for (SafetensorsFile f : files)
            options(
                    f.path().toRealPath(),
                    Files.size(f.path()),
                    Files.getLastModifiedTime(f.path()),
                    Digest.sha256(f.header().encoded()));
        return this;
    }

    public String digest() {
        return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
