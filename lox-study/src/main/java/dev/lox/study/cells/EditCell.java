// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.FileTree;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.harden.ComputeLimits;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditReport;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Output;
import dev.lox.harden.OutputFormat;
import dev.lox.harden.Role;
import dev.lox.harden.WeightEdit;
import dev.lox.harden.WeightMethod;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Computes a model's weights from those of others: hardening, repair or truncation.
 *
 * @param name of the variant, for display; may be empty
 * @param models the model for each role that the method reads
 * @param request the edit; the cell sets its folders and memory
 */
public record EditCell(String name, Map<Role, ModelSource> models, EditRequest request)
        implements Cell<EditCell.Tensors> {
    /** The numbers of changed and copied tensors. */
    public record Tensors(long changed, long copied) {}

    /** An edit with the default settings. */
    public static EditCell of(String name, Map<Role, ModelSource> models, WeightMethod method) {
        Map<Role, Path> later = new EnumMap<>(Role.class);
        models.keySet().forEach(role -> later.put(role, Path.of("")));
        return new EditCell(name, models, EditRequest.of(later, method, Path.of("")));
    }

    private Stream<ModelSource> read() {
        return request.models().keySet().stream().map(models::get);
    }

    @Override
    public String label() {
        return (name.isEmpty() ? "" : name + ": ") + request.method().caption();
    }

    @Override
    public String kind() {
        return "edit by " + request.method().label();
    }

    @Override
    public ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("cell", "edit");
        request.models()
                .keySet()
                .forEach(role -> node.put(role.key(), model(role).id()));
        node.set("options", request.options());
        return node;
    }

    private ModelSource model(Role role) {
        ModelSource model = models.get(role);
        if (model == null) throw new IllegalStateException(request.method().label() + " reads " + role.key());
        return model;
    }

    @Override
    public List<Cell<?>> inputs() {
        return read().<Cell<?>>flatMap(m -> m.makers().stream()).toList();
    }

    @Override
    public boolean isEphemeral() {
        return true;
    }

    @Override
    public long bytes() {
        long all = read().mapToLong(m -> m.size().bytes()).sum();
        return Math.max(ComputeLimits.LEAST_MEMORY, Math.min(request.limits().memory(), all));
    }

    @Override
    public Class<Tensors> resultType() {
        return Tensors.class;
    }

    @Override
    public Tensors run(CellContext context) throws IOException, InterruptedException {
        FileTree.delete(context.files());
        Map<Role, Path> folders = new EnumMap<>(Role.class);
        for (Role role : request.models().keySet())
            folders.put(role, model(role).folder(context.store()));
        EditRequest here = request.with(folders)
                // What a killed run left is not continued: its inputs may have been made again since.
                .with(new Output(context.files(), OutputFormat.CHECKPOINT, IfExists.OVERWRITE))
                .with(new ComputeLimits(bytes(), context.threads()));
        try (EditPlan plan = WeightEdit.plan(here)) {
            EditReport report = plan.run((tensor, bytes, total) -> {});
            if (request.method().target() == Role.BASE)
                takeText(model(Role.ALIGNED).folder(context.store()), context.files());
            return new Tensors(report.changed(), report.copied());
        }
    }

    /** A base model may have no chat template, so it gets the aligned model's text files. */
    private static void takeText(Path aligned, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(aligned)) {
            for (Path file : files.filter(f -> f.getFileName()
                            .toString()
                            .matches("(?!config\\.json|lox\\.json|.*index).*\\.(json|jinja|model)"))
                    .toList())
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The resulting model. */
    public ModelSource model() {
        return new ModelSource.Made(this, "", model(request.method().target()).size());
    }
}
