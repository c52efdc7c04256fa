// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lox.checkpoint.Digest;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.reply.FormatName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What models are asked, and how.
 *
 * @param format none leaves it to the model: its own template, or Alpaca's where it has none
 */
public record Asked(List<Prompt> prompts, Optional<FormatName> format, int maxNewTokens, List<String> stops) {
    public Asked {
        prompts = List.copyOf(prompts);
        stops = List.copyOf(stops);
    }

    /** Of ids and texts, whichever file or format they came in. */
    String digest() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Prompt p : prompts) all.add(p.id()).add(p.text());
        return Digest.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
