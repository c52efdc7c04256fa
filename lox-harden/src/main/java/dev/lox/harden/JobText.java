// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Digest;
import dev.lox.base.Version;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names a job: its inputs by header, size and time, and every option that changes the result's bytes. */
final class JobText {
    private final StringBuilder text = new StringBuilder();

    private JobText() {
        options(Version.NUMBER);
    }

    static String of(EditRequest request, ModelSet models) throws IOException {
        JobText text = new JobText()
                .options(request.method(), request.output().format(), request.numerics(), request.copyExtraRows())
                .selection(request.selection());
        for (Map.Entry<Role, Checkpoint> e : models.models().entrySet())
            text.files(e.getKey().key(), e.getValue().shards());
        if (models.adapter().isPresent())
            text.files("adapter", List.of(models.adapter().get().file()))
                    .options(models.adapter().get().config());
        return text.digest();
    }

    private JobText options(Object... options) {
        for (Object o : options) text.append(o).append('\n');
        return this;
    }

    private JobText selection(Selection selection) {
        for (Pattern p : selection.include()) pattern("include", p);
        for (Pattern p : selection.exclude()) pattern("exclude", p);
        return this;
    }

    /** With its length, since a pattern may hold a line break. */
    private void pattern(String option, Pattern pattern) {
        options(option + " " + pattern.pattern().length() + " " + pattern.pattern());
    }

    /** The weight files of one input. */
    private JobText files(String role, List<SafetensorsFile> files) throws IOException {
        options(role);
        for (SafetensorsFile f : files)
            options(
                    f.path().toRealPath(),
                    Files.size(f.path()),
                    Files.getLastModifiedTime(f.path()),
                    Digest.sha256(f.header().encoded()));
        return this;
    }

    private String digest() {
        return Digest.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
