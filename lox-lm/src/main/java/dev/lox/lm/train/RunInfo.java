// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Version;
import dev.lox.checkpoint.ModelIdentity;
import dev.lox.lm.model.ComputeDevice;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything that a run's result depends on, except the recipe: its {@code lox.json}. */
record RunInfo(
        String lox,
        String command,
        String model,
        @Nullable String adapter,
        @JsonProperty(MODEL) String modelSha256,
        String device,
        String data,

        @JsonProperty("more_data") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> moreData,

        int rows,
        @JsonProperty("data_sha256") String dataSha256) {
    /** Identity of model and adapter. Runs of earlier versions lack it. */
    static final String MODEL = "model_sha256";

    private static final JsonMapper MAPPER = new JsonMapper();

    static RunInfo of(RunOrigin origin, ModelIdentity model, ComputeDevice device, int rows, String dataSha256) {
        return new RunInfo(
                Version.NUMBER,
                origin.command(),
                origin.model(),
                origin.adapter().orElse(null),
                model.sha256(),
                device.name().toLowerCase(Locale.ROOT),
                origin.data(),
                origin.moreData(),
                rows,
                dataSha256);
    }

    ObjectNode json() {
        return MAPPER.valueToTree(this);
    }
}
