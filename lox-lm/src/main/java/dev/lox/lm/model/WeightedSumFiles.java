// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The open checkpoints of a weighted sum, checked to be of one architecture. */
final class WeightedSumFiles implements AutoCloseable {
    /** A stored tensor and what it is multiplied by. */
    record WeightedTensor(StoredTensor stored, double coefficient) {}

    private final WeightedSum blend;
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<ModelConfig> configs = new ArrayList<>();

    private WeightedSumFiles(WeightedSum blend) {
        this.blend = blend;
    }

    /**
     * Opens every model; reads headers only.
     *
     * @throws InvalidInputException with the problems of all models, if one does not fit a known architecture or differs
     *     from the first
     */
    static WeightedSumFiles open(WeightedSum blend) throws IOException {
        WeightedSumFiles files = new WeightedSumFiles(blend);
        try {
            files.forEach(files::add);
            files.forEach(files::compare);
            return files;
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    private interface Step {
        void take(int model) throws IOException;
    }

    /** Takes a step for every model before it reports problems. */
    private void forEach(Step step) throws IOException {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < blend.terms().size(); i++) {
            try {
                step.take(i);
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
    }

    private void add(int model) throws IOException {
        Path folder = blend.terms().get(model).folder();
        Checkpoint checkpoint = Checkpoint.open(folder);
        checkpoints.add(checkpoint);
        ModelConfig config = CausalLm.config(checkpoint);
        ModelLayout.check(config, checkpoint);
        configs.add(config);
    }

    private void compare(int model) {
        Path folder = blend.terms().get(model).folder();
        ModelConfig first = configs.get(0);
        ModelConfig config = configs.get(model);
        // Tied or not, an output layer has its embedding's shape.
        Map<String, Shape> expected = ModelLayout.of(first.untied());
        Map<String, Shape> found = ModelLayout.of(config.untied());
        List<String> problems = new ArrayList<>();
        expected.forEach((name, shape) -> {
            Shape here = found.get(name);
            if (here == null) problems.add(folder + ": tensor " + name + " is missing, " + blend.folder() + " has it");
            else if (!here.equals(shape))
                problems.add(folder + ": tensor " + name + " is " + here + ", expected " + shape + " as in "
                        + blend.folder());
        });
        for (String name : found.keySet())
            if (!expected.containsKey(name))
                problems.add(folder + ": tensor " + name + " is not part of " + blend.folder());
        if (!problems.isEmpty()) throw ModelLayout.shortened(problems);
        if (!config.computesAs(first))
            throw new InvalidInputException(
                    folder + ": config.json makes another model of the same tensors than that of " + blend.folder()
                            + "; only models of one architecture can be added up");
    }

    /** That of the first model, untied if any of the models is. */
    ModelConfig config() {
        ModelConfig first = configs.get(0);
        return configs.stream().allMatch(ModelConfig::tied) ? first : first.untied();
    }

    /** The terms of a tensor. */
    List<WeightedTensor> summands(String name) {
        List<WeightedTensor> all = new ArrayList<>();
        for (int i = 0; i < checkpoints.size(); i++) {
            double coefficient = blend.terms().get(i).coefficient();
            boolean tied = name.equals(ModelLayout.OUTPUT) && configs.get(i).tied();
            if (coefficient != 0)
                all.add(new WeightedTensor(
                        checkpoints.get(i).require(tied ? ModelLayout.EMBEDDING : name), coefficient));
        }
        return all;
    }

    @Override
    public void close() {
        checkpoints.forEach(Checkpoint::close);
    }
}
