// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PEFT adapter folders made by hand. */
final class CraftedAdapter {
    static final String PREFIX = "base_model.model.";

    private CraftedAdapter() {}

    /** Options, their quotes single, added to a config of rank 2 and alpha 8. */
    static Path write(Path folder, String options, Crafted.Entry... entries) throws IOException {
        config(
                folder,
                "{'peft_type': 'LORA', 'r': 2, 'lora_alpha': 8" + (options.isEmpty() ? "" : ", ") + options + "}");
        Files.write(folder.resolve(PeftAdapter.WEIGHTS), Crafted.file(List.of(entries)));
        return folder;
    }

    static Path config(Path folder, String json) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(PeftAdapter.CONFIG), json.replace('\'', '"'));
    }

    static Crafted.Entry a(String module, long rank, long in) {
        return Crafted.Entry.f32(PREFIX + module + ".lora_A.weight", rank, in);
    }

    static Crafted.Entry b(String module, long out, long rank) {
        return Crafted.Entry.f32(PREFIX + module + ".lora_B.weight", out, rank);
    }

    /** An adapter of one well-formed pair, for {@code q}, [5, 3]. */
    static Path plain(Path folder, String options) throws IOException {
        return write(folder, options, a("q", 2, 3), b("q", 5, 2));
    }
}
