// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.checkpoint.BadInputException;
import dev.lox.study.result.ModelAbout;
import dev.lox.study.work.ModelFiles;
import dev.lox.study.work.ModelSize;
import dev.lox.study.work.ModelSource.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Models a study was given, each by its role. */
final class GivenModels {
    private final Inputs inputs;
    private final List<ModelAbout> about = new ArrayList<>();

    GivenModels(Inputs inputs) {
        this.inputs = inputs;
    }

    Given open(String role, String name) throws IOException, InterruptedException {
        Path folder = inputs.model(name);
        if (Files.exists(folder.resolve("adapter_config.json")))
            throw new BadInputException(folder + ": is a LoRA adapter; studies take whole models, merge it first");
        ModelSize size = ModelSize.of(folder);
        String digest = ModelFiles.digest(folder);
        about.add(new ModelAbout(role, name, digest));
        return new Given(folder, digest, size);
    }

    List<ModelAbout> about() {
        return List.copyOf(about);
    }
}
