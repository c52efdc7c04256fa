// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Sampling parameters. Reasoning models refuse some of them; a parameter that was refused once is not sent again. */
final class RequestParameters {
    private static final int SEED = 42;

    /** Extra tokens for reasoning, if it counts as part of the answer. */
    private static final int THOUGHTS = 8192;

    private static final Pattern REFUSED = Pattern.compile(
            "unsupported|not supported|does not support|unrecognized|unknown|not permitted|not allowed|unexpected|use '?max_completion",
            Pattern.CASE_INSENSITIVE);

    /** Parameters that an endpoint may refuse. */
    enum Parameter {
        MAX_TOKENS,
        TEMPERATURE,
        SEED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Set<Parameter> refused = EnumSet.noneOf(Parameter.class);

    synchronized Set<Parameter> refused() {
        return Set.copyOf(refused);
    }

    static void put(ObjectNode body, int maxNewTokens, Set<Parameter> refused) {
        if (refused.contains(Parameter.MAX_TOKENS)) body.put("max_completion_tokens", maxNewTokens + THOUGHTS);
        else body.put("max_tokens", maxNewTokens);
        if (!refused.contains(Parameter.TEMPERATURE)) body.put("temperature", 0);
        if (!refused.contains(Parameter.SEED)) body.put("seed", SEED);
    }

    /**
     * Records a parameter that an endpoint has refused.
     *
     * @param sent parameters that the request already left out
     * @return whether to retry, because the next request will differ
     */
    synchronized boolean refuse(ErrorReply error, Set<Parameter> sent) {
        for (Parameter p : Parameter.values()) {
            boolean named = error.parameter().equals(p.label())
                    || error.message().toLowerCase(Locale.ROOT).contains(p.label());
            if (named && !sent.contains(p) && REFUSED.matcher(error.message()).find()) {
                refused.add(p);
                return true;
            }
        }
        return false;
    }
}
