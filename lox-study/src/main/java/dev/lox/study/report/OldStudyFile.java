// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds what files of version 0.1.0 and before do not say, from what they do say. */
final class OldStudyFile {
    private static final double ROUNDING = 1e-9;
    private static final double MARGIN = 0.05;
    private static final Pattern RANKED = Pattern.compile("k=(\\d{1,9})");

    private OldStudyFile() {}

    static void upgrade(ObjectNode study) {
        if (study.path("study").asText().equals("effective-rank") && !study.has("margin")) ranks(study);
        for (JsonNode worst : study.path("worst"))
            if (worst instanceof ObjectNode w && !w.has("unkept")) unkept(study, w);
    }

    /** The rank was part of a variant's name, and the margin in the study's YAML alone. */
    private static void ranks(ObjectNode study) {
        for (JsonNode variant : study.path("variants")) {
            String name = variant.path("name").asText();
            Matcher ranked = RANKED.matcher(name);
            if (ranked.matches()) ((ObjectNode) variant).put("rank", Integer.parseInt(ranked.group(1)));
            else if (name.equals("base")) ((ObjectNode) variant).put("rank", 0);
        }
        double margin = MARGIN;
        try {
            margin = new YAMLMapper()
                    .readTree(study.path("settings").asText())
                    .path("margin")
                    .asDouble(MARGIN);
        } catch (IOException e) {
            // Settings that are no YAML cannot have set it.
        }
        study.put("margin", margin);
    }

    /** Limits that a variant does not keep were sentences; their facts follow from the differences. */
    private static void unkept(ObjectNode study, ObjectNode worst) {
        ArrayNode unkept = worst.putArray("unkept");
        String variant = worst.path("variant").asText();
        if (worst.path("within").asBoolean()) return;
        ArrayNode before = unkept.arrayNode();
        for (JsonNode evaluation : study.path("evaluations")) {
            if (!evaluation.has("bound")) continue;
            add(study, variant, evaluation, null, unkept, before);
            for (JsonNode attack : study.path("attacks"))
                add(study, variant, evaluation, attack.path("name").asText(), unkept, unkept);
        }
        // Variants that are not hardened were not evaluated before attacks; then there is no such reason.
        if (unkept.size() < worst.path("reasons").size()) unkept.addAll(before);
    }

    private static void add(
            ObjectNode study,
            String variant,
            JsonNode evaluation,
            @Nullable String attack,
            ArrayNode broken,
            ArrayNode unmeasured) {
        String name = evaluation.path("name").asText();
        for (JsonNode d : study.path("differences")) {
            if (!d.path("variant").asText().equals(variant)
                    || !d.path("evaluation").asText().equals(name)
                    || !d.path("attack").asText("").equals(attack == null ? "" : attack)) continue;
            double difference = d.path("difference").asDouble();
            double worse = evaluation.path("measure").asText().equals("accuracy") ? -difference : difference;
            if (worse > evaluation.path("bound").asDouble() + ROUNDING)
                limit(broken, name, attack).put("worse", worse);
            return;
        }
        limit(unmeasured, name, attack);
    }

    private static ObjectNode limit(ArrayNode limits, String evaluation, @Nullable String attack) {
        ObjectNode limit = limits.addObject().put("evaluation", evaluation);
        return attack == null ? limit : limit.put("attack", attack);
    }
}
