// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a result says of its making: {@code lox.json} and a model card. Both depend on inputs and options alone, not on the run. */
public final class Provenance {
    private Provenance() {}

    static Map<String, byte[]> files(
            HardenPlan plan, Map<String, TensorOutcome> outcomes, Map<Path, String> base, Map<Path, String> aligned)
            throws IOException {
        return files(json(plan, outcomes, base, aligned), ModelCard.of(plan, outcomes));
    }

    /** The two files by name. */
    public static Map<String, byte[]> files(ObjectNode json, String card) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(OutputFolder.PROVENANCE, bytes(json.toPrettyString() + "\n"));
        files.put(ModelCard.FILE, bytes(card));
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(
            HardenPlan plan, Map<String, TensorOutcome> outcomes, Map<Path, String> base, Map<Path, String> aligned) {
        HardenRequest r = plan.request();
        ObjectNode json = begun();
        ObjectNode options = json.putObject("options");
        options.put("method", r.extrapolation().method());
        if (r.extrapolation().direction() instanceof Direction.Random random) options.put("seed", random.seed());
        options.put("rank", r.extrapolation().rank().toString());
        options.put("alpha", r.extrapolation().alpha());
        options.put("format", r.asAdapter() ? "adapter" : "checkpoint");
        selection(options, new Selection(r.include(), r.exclude()));
        options.put("tolerance", r.tolerance()).put("exact", r.exact());
        options.put("dtype", r.dtype().map(DType::torchName).orElse(null));
        options.put("extra_rows", r.copyExtraRows() ? "copy" : null);
        options.put("compat", r.arithmetic() == Arithmetic.REFERENCE ? "reference" : null);
        plan.alphaSearch().ifPresent(search -> json.set("alpha_search", search));
        ObjectNode inputs = json.putObject("inputs");
        input(inputs.putObject("base"), r.base(), base);
        input(inputs.putObject("aligned"), r.aligned(), aligned);
        ObjectNode tensors = json.putObject("tensors");
        outcomes.forEach((name, outcome) -> tensors.set(name, outcome.toJson()));
        return json;
    }

    /** What every {@code lox.json} begins with. */
    public static ObjectNode begun() {
        return JsonNodeFactory.instance.objectNode().put("program", "lox").put("version", Version.NUMBER);
    }

    /** Adds the patterns among the options. */
    public static void selection(ObjectNode options, Selection selection) {
        selection.include().stream().map(Pattern::pattern).forEach(options.withArray("include")::add);
        selection.exclude().stream().map(Pattern::pattern).forEach(options.withArray("exclude")::add);
    }

    /** Adds a model's path and the digests of its weight files. */
    public static void input(ObjectNode json, Path folder, Map<Path, String> digests) {
        json.put("path", folder.toString());
        ObjectNode sha = json.putObject("sha256");
        digests.forEach((path, digest) -> sha.put(String.valueOf(path.getFileName()), digest));
    }
}
