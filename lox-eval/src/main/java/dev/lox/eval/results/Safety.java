// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.lm.data.Row;

/** Which kind of prompt to use from sets that label both kinds, such as XSTest. */
public enum Safety {
    SAFE,
    UNSAFE;

    /** Whether a row is of this kind; true if it has no label. */
    boolean admits(Row row) {
        JsonNode label = row.fields().path("label");
        if (label.isTextual() && label.textValue().matches("safe|unsafe"))
            return label.textValue().equals("safe") == (this == SAFE);
        // Files of labelled replies give only the type of prompt; contrasts are the unsafe ones.
        if (row.fields().has("final_label"))
            return row.fields().path("type").asText().startsWith("contrast_") == (this == UNSAFE);
        return true;
    }
}
