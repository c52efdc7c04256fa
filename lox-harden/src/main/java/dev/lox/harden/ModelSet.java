// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problems;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that an edit or an analysis reads, opened.
 *
 * @param models whole models; if the aligned one is an adapter, the base takes its place here
 * @param adapter the aligned adapter, if that is what was given
 */
public record ModelSet(Map<Role, Checkpoint> models, Optional<PeftAdapter> adapter) implements AutoCloseable {
    /**
     * Opens all of them.
     *
     * @param paths the folders of the models
     * @param allowAdapter whether the aligned model may be a LoRA adapter on the base
     * @throws dev.lox.base.InvalidInputException with all problems, if one of the folders holds no such model
     */
    public static ModelSet open(Map<Role, Path> paths, boolean allowAdapter, Problems problems) throws IOException {
        Map<Role, Checkpoint> models = new EnumMap<>(Role.class);
        Optional<PeftAdapter> adapter = Optional.empty();
        boolean failed = false;
        try {
            for (Map.Entry<Role, Path> e : paths.entrySet()) {
                Path folder = e.getValue();
                if (allowAdapter && e.getKey() == Role.ALIGNED && isAdapterAlone(folder)) {
                    adapter = problems.open(() -> PeftAdapter.open(folder));
                    failed |= adapter.isEmpty();
                    Checkpoint base = models.get(Role.BASE);
                    if (base != null) {
                        models.put(Role.ALIGNED, base);
                        adapter = adapter.map(
                                a -> a.on(base.config().path("model_type").asText()));
                    }
                } else {
                    Optional<Checkpoint> model = open(folder, problems);
                    failed |= model.isEmpty();
                    model.ifPresent(m -> models.put(e.getKey(), m));
                }
            }
            if (failed) problems.refuse();
            return new ModelSet(models, adapter);
        } catch (Throwable t) {
            try (ModelSet opened = new ModelSet(models, adapter)) {
                throw t;
            }
        }
    }

    private static boolean isAdapterAlone(Path folder) {
        return PeftAdapter.isAdapter(folder) && !Checkpoint.hasWeights(folder);
    }

    /** A model whose stored numbers are its weights; empty, with the problem noted, if the folder holds none. */
    private static Optional<Checkpoint> open(Path folder, Problems problems) throws IOException {
        return problems.open(() -> {
            Checkpoint model = Checkpoint.open(folder);
            try {
                model.requireWeights();
                return model;
            } catch (Throwable e) {
                model.close();
                throw e;
            }
        });
    }

    /** The model of a role that was opened. */
    public Checkpoint get(Role role) {
        Checkpoint model = models.get(role);
        if (model == null) throw new IllegalArgumentException("no " + role.key() + " model was opened");
        return model;
    }

    /** The weight files that are read for a role. */
    List<SafetensorsFile> files(Role role) {
        return role == Role.ALIGNED && adapter.isPresent()
                ? List.of(adapter.get().file())
                : get(role).shards();
    }

    /** The weight files of all roles. */
    List<SafetensorsFile> files() {
        return models.keySet().stream().flatMap(r -> files(r).stream()).toList();
    }

    @Override
    public void close() throws IOException {
        models.values().forEach(Checkpoint::close);
        if (adapter.isPresent()) adapter.get().close();
    }
}
