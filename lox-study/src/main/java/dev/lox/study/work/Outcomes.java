// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.measure.Rate;
import dev.lox.study.result.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Figures as cells keep them: a rate with the outcome of each prompt, as 1, 0, or ? where it could not be judged. */
final class Outcomes {
    private Outcomes() {}

    static ObjectNode of(Rate rate, List<Optional<Boolean>> outcomes, long degenerate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (rate.value().isPresent()) node.put("value", rate.value().getAsDouble());
        rate.interval().ifPresent(i -> node.put("low", i.low()).put("high", i.high()));
        StringBuilder text = new StringBuilder();
        for (Optional<Boolean> o : outcomes) text.append(o.isEmpty() ? '?' : o.get() ? '1' : '0');
        return node.put("judged", rate.judged())
                .put("unparsed", rate.unparsed())
                .put("degenerate", degenerate)
                .put("outcomes", text.toString());
    }

    static Figure figure(ObjectNode node) {
        return new Figure(
                number(node, "value"),
                number(node, "low"),
                number(node, "high"),
                node.path("judged").asLong(),
                node.path("unparsed").asLong(),
                node.path("degenerate").asLong());
    }

    static List<Optional<Boolean>> read(ObjectNode node) {
        List<Optional<Boolean>> all = new ArrayList<>();
        for (char c : node.path("outcomes").asText().toCharArray())
            all.add(c == '?' ? Optional.empty() : Optional.of(c == '1'));
        return all;
    }

    private static @Nullable Double number(ObjectNode node, String key) {
        JsonNode value = node.path(key);
        return value.isNumber() ? (Double) value.asDouble() : null;
    }
}
