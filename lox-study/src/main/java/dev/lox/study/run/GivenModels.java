// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.study.result.ModelAbout;
import dev.lox.study.work.ModelSource.Given;
import java.io.IOException;
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
        Given given = Given.of(inputs.model(name));
        about.add(new ModelAbout(role, name, given.id()));
        return given;
    }

    List<ModelAbout> about() {
        return List.copyOf(about);
    }
}
