// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Version;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything that a model's replies depend on, except the prompts, as {@code FILE.run.json} and {@code summary.json} hold it. */
record GenerationRecord(
        String model,
        @JsonProperty("model_sha256") String modelSha256,
        @Nullable String adapter,
        boolean merge,
        String dtype,
        String device,
        String lox,
        @JsonProperty("prompt_format") String promptFormat,
        @JsonProperty("max_new_tokens") int maxNewTokens,
        @JsonProperty("max_memory") long maxMemory,
        double temperature,
        @JsonProperty("top_k") int topK,
        @JsonProperty("top_p") double topP,
        long seed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> stop) {
    private static final JsonMapper MAPPER = new JsonMapper();

    static GenerationRecord of(ModelReference model, FormatName format, ReplySettings settings) throws IOException {
        return new GenerationRecord(
                model.name(),
                model.identity().sha256(),
                model.adapterName().orElse(null),
                model.options().merge(),
                model.options().placement().precision().stored().torchName(),
                model.options().placement().device().name().toLowerCase(Locale.ROOT),
                Version.NUMBER,
                format.name().toLowerCase(Locale.ROOT),
                settings.maxNewTokens(),
                settings.batching().cacheBytes(),
                settings.sampling().temperature(),
                settings.sampling().topK(),
                settings.sampling().topP(),
                settings.sampling().seed(),
                settings.stops());
    }

    ObjectNode json() {
        return MAPPER.valueToTree(this);
    }
}
