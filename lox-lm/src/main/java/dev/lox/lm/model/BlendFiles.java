// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checkpoints of a blend, open, checked, and found to go together. */
final class BlendFiles implements AutoCloseable {
    /** A stored tensor and what it is multiplied by. */
    record Summand(StoredTensor stored, double coefficient) {}

    private final Blend blend;
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<ModelConfig> configs = new ArrayList<>();

    private BlendFiles(Blend blend) {
        this.blend = blend;
    }

    /**
     * Opens every model of a blend; reads their heads alone.
     *
     * @throws BadInputException if one is not what a known architecture has, or not the same model as the first; of all
     *     of them at once
     */
    static BlendFiles open(Blend blend) throws IOException {
        BlendFiles files = new BlendFiles(blend);
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

    /** Takes a step for every model, and only then complains. */
    private void forEach(Step step) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < blend.terms().size(); i++) {
            try {
                step.take(i);
            } catch (BadInputException e) {
                complaints.addAll(e.complaints());
            }
        }
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
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
        List<String> complaints = new ArrayList<>();
        expected.forEach((name, shape) -> {
            Shape here = found.get(name);
            if (here == null)
                complaints.add(folder + ": tensor " + name + " is missing, " + blend.folder() + " has it");
            else if (!here.equals(shape))
                complaints.add(folder + ": tensor " + name + " is " + here + ", expected " + shape + " as in "
                        + blend.folder());
        });
        for (String name : found.keySet())
            if (!expected.containsKey(name))
                complaints.add(folder + ": tensor " + name + " is not part of " + blend.folder());
        if (!complaints.isEmpty()) throw ModelLayout.shortened(complaints);
        if (!config.computesAs(first))
            throw new BadInputException(folder + ": config.json makes another model of the same tensors than that of "
                    + blend.folder() + "; only models of one architecture can be blended");
    }

    /** That of the first, with an output layer of its own where any of the models has one. */
    ModelConfig config() {
        ModelConfig first = configs.get(0);
        return configs.stream().allMatch(ModelConfig::tied) ? first : first.untied();
    }

    /** What a tensor is the sum of. */
    List<Summand> summands(String name) {
        List<Summand> all = new ArrayList<>();
        for (int i = 0; i < checkpoints.size(); i++) {
            double coefficient = blend.terms().get(i).coefficient();
            boolean tied = name.equals(ModelLayout.OUTPUT) && configs.get(i).tied();
            if (coefficient != 0)
                all.add(new Summand(checkpoints.get(i).require(tied ? ModelLayout.EMBEDDING : name), coefficient));
        }
        return all;
    }

    @Override
    public void close() {
        checkpoints.forEach(Checkpoint::close);
    }
}
