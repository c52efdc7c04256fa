// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.DType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One edit of a model's weights.
 *
 * @param models folders in Hugging Face layout, one for each role the method reads; the aligned model may be a PEFT LoRA
 *     adapter on the base if it is what the result starts from
 * @param selection tensors that are not selected are copied
 * @param copyExtraRows copy rows the base does not have (added vocabulary) instead of refusing them
 */
public record EditRequest(
        Map<Role, Path> models,
        WeightMethod method,
        Selection selection,
        boolean copyExtraRows,
        Numerics numerics,
        Output output,
        ComputeLimits limits) {

    /** @throws InvalidInputException for options that contradict each other; all problems at once */
    public EditRequest {
        Map<Role, Path> read = new EnumMap<>(Role.class);
        Problems problems = new Problems();
        for (Role role : method.roles()) {
            Path folder = models.get(role);
            if (folder != null) read.put(role, folder);
            else problems.add("--%s: %s %s needs %s", role.key(), Setting.of("method"), method.label(), role.meaning());
        }
        models = Collections.unmodifiableMap(read);
        output.format().check(method, numerics, problems);
        method.check(problems);
        numerics.check(problems);
        limits.check(problems);
        problems.refuse();
    }

    /** Every tensor the method takes, under the defaults, into a checkpoint. */
    public static EditRequest of(Map<Role, Path> models, WeightMethod method, Path out) {
        return new EditRequest(
                models,
                method,
                Selection.ALL,
                false,
                Numerics.DEFAULT,
                Output.checkpoint(out),
                ComputeLimits.defaults());
    }

    /** The same for other models. */
    public EditRequest with(Map<Role, Path> otherModels) {
        return new EditRequest(otherModels, method, selection, copyExtraRows, numerics, output, limits);
    }

    /** The same by another method. */
    public EditRequest with(WeightMethod other) {
        return new EditRequest(models, other, selection, copyExtraRows, numerics, output, limits);
    }

    /** The same, written elsewhere or in another form. */
    public EditRequest with(Output other) {
        return new EditRequest(models, method, selection, copyExtraRows, numerics, other, limits);
    }

    /** The same within other limits. */
    public EditRequest with(ComputeLimits other) {
        return new EditRequest(models, method, selection, copyExtraRows, numerics, output, other);
    }

    /** The folder of a role the method reads. */
    public Path model(Role role) {
        Path folder = models.get(role);
        if (folder == null) throw new IllegalArgumentException(method.label() + " does not read " + role.words());
        return folder;
    }

    /** Everything but the models that decides the result's bytes, as {@code lox.json} records it. */
    public ObjectNode options() {
        ObjectNode options = method.describe(JsonNodeFactory.instance.objectNode());
        // A repair has none of the others: its result is a checkpoint, computed under the defaults.
        boolean hardens = method.target() != Role.FINETUNED;
        if (hardens) options.put("format", output.format().label());
        selection.describe(options);
        if (hardens) options.put("tolerance", numerics.tolerance()).put("exact", numerics.exact());
        options.put("dtype", numerics.dtype().map(DType::torchName).orElse(null));
        if (!hardens) return options;
        return options.put("extra_rows", copyExtraRows ? "copy" : null)
                .put("compat", numerics.arithmetic() == Arithmetic.REFERENCE ? "reference" : null);
    }
}
