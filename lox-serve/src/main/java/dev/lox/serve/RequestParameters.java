// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.lm.generate.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Parameters shared by both kinds of request.
 *
 * @param n choices per prompt
 * @param maxTokens maximum number of new tokens per choice, if given
 * @param sampling sampling settings, with the request's seed or a random one
 * @param stops texts that end a choice
 * @param usage whether a stream ends with the token counts
 */
record RequestParameters(
        String model,
        int n,
        OptionalInt maxTokens,
        Sampling sampling,
        List<String> stops,
        boolean stream,
        boolean usage) {
    private static final int MAX_N = 8;
    private static final int MAX_STOPS = 16;
    /** Text that may become a stop text is held back and compared with each new token. */
    private static final int MAX_STOP_LENGTH = 500;

    /** Reads the parameters; {@code leastTokens} is 0 where a request may ask for the prompt's scores alone. */
    static RequestParameters read(BodyFields fields, int leastTokens) {
        UnsupportedParameters.check(fields);
        JsonNode model =
                fields.get("model").orElseThrow(() -> ApiError.parameter("model", "model is missing; name the model"));
        OptionalInt maxTokens = fields.integer("max_completion_tokens", leastTokens, Integer.MAX_VALUE);
        if (maxTokens.isEmpty()) maxTokens = fields.integer("max_tokens", leastTokens, Integer.MAX_VALUE);
        boolean stream = fields.flag("stream");
        return new RequestParameters(
                BodyFields.text("model", model),
                fields.integer("n", 1, MAX_N).orElse(1),
                maxTokens,
                sampling(fields),
                stops(fields),
                stream,
                usage(fields, stream));
    }

    private static Sampling sampling(BodyFields fields) {
        double temperature = fields.number("temperature", 1);
        if (!(temperature >= 0)) throw ApiError.parameter("temperature", "temperature must be 0 or more");
        double topP = fields.number("top_p", 1);
        if (!(topP > 0 && topP <= 1)) throw ApiError.parameter("top_p", "top_p must be above 0 and at most 1");
        // vLLM writes "all" as -1.
        int topK = Math.max(0, fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(0));
        long seed = fields.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong());
        return new Sampling(temperature, topK, topP, seed);
    }

    private static List<String> stops(BodyFields fields) {
        JsonNode stop = fields.get("stop").orElse(null);
        if (stop == null) return List.of();
        List<String> stops = new ArrayList<>();
        for (JsonNode s : stop.isArray() ? stop : List.of(stop)) stops.add(BodyFields.text("stop", s));
        if (stops.size() > MAX_STOPS)
            throw ApiError.parameter("stop", "stop has " + stops.size() + " texts, expected at most " + MAX_STOPS);
        for (String s : stops)
            if (s.isEmpty() || s.length() > MAX_STOP_LENGTH)
                throw ApiError.parameter(
                        "stop", "a stop text has from 1 to " + MAX_STOP_LENGTH + " characters, got " + s.length());
        return stops;
    }

    private static boolean usage(BodyFields fields, boolean stream) {
        JsonNode options = fields.get("stream_options").orElse(null);
        if (options == null) return false;
        if (!options.isObject()) throw BodyFields.wrong("stream_options", "an object", options);
        if (!stream) throw ApiError.parameter("stream_options", "stream_options requires stream: true");
        JsonNode usage = options.path("include_usage");
        if (!usage.isMissingNode() && !usage.isNull() && !usage.isBoolean())
            throw BodyFields.wrong("stream_options.include_usage", "true or false", usage);
        return usage.asBoolean();
    }

    /** @throws ApiError unless the requested model is the one served */
    void checkModel(String served) {
        if (!model.equals(served))
            throw ApiError.model(
                    "the model " + ForeignText.printable(model) + " does not exist; this server serves " + served);
    }
}
