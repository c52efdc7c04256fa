// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.cells.ModelSource.Given;
import dev.lox.study.findings.ModelInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The models given to a study, with their roles. */
final class GivenModels {
    private final Inputs inputs;
    private final List<ModelInfo> info = new ArrayList<>();

    GivenModels(Inputs inputs) {
        this.inputs = inputs;
    }

    Given open(String role, String name) throws IOException, InterruptedException {
        Given given = Given.of(inputs.model(name));
        info.add(new ModelInfo(role, name, given.id()));
        return given;
    }

    List<ModelInfo> info() {
        return List.copyOf(info);
    }
}
