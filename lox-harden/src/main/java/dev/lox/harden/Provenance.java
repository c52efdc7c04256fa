// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Version;
import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result's record of how it was made: {@code lox.json} and a model card. Both depend on inputs and options alone. */
final class Provenance {
    private Provenance() {}

    /** The two files by name. */
    static Map<String, byte[]> files(
            EditPlan plan, Map<String, TensorOutcome> outcomes, List<String> warnings, InputDigests digests)
            throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(
                OutputFolder.PROVENANCE,
                bytes(json(plan, outcomes, warnings, digests).toPrettyString() + "\n"));
        files.put(ModelCard.FILE, bytes(ModelCard.of(plan.request(), outcomes.values())));
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(
            EditPlan plan, Map<String, TensorOutcome> outcomes, List<String> warnings, InputDigests digests)
            throws IOException {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("program", "lox").put("version", Version.NUMBER);
        json.set("options", plan.request().options());
        plan.alphaSearch().ifPresent(search -> json.set("alpha_search", search));
        ObjectNode inputs = json.putObject("inputs");
        for (Map.Entry<Role, Path> model : plan.request().models().entrySet()) {
            ObjectNode input = inputs.putObject(model.getKey().key())
                    .put("path", model.getValue().toString());
            ObjectNode sha = input.putObject("sha256");
            digests.finish(plan.models().files(model.getKey()))
                    .forEach((path, digest) -> sha.put(String.valueOf(path.getFileName()), digest));
        }
        if (!warnings.isEmpty()) warnings.forEach(json.putArray("warnings")::add);
        ObjectNode tensors = json.putObject("tensors");
        outcomes.forEach((name, outcome) -> tensors.set(name, outcome.toJson()));
        return json;
    }
}
