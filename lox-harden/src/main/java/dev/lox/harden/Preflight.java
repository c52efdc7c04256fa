// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problems;
import dev.lox.checkpoint.CheckpointLayout;
import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a plan from headers alone, before anything is computed or written; reports all problems at once. */
final class Preflight {
    private Preflight() {}

    static EditPlan check(EditRequest request) throws IOException {
        Problems problems = new Problems();
        List<Path> inputs = List.copyOf(request.models().values());
        Path out = request.output().folder();
        for (int i = 1; i < inputs.size(); i++) checkDiffer(inputs.get(i - 1), inputs.get(i), problems);
        problems.checkApart(out, inputs);
        boolean allowAdapter = request.method().target() == Role.ALIGNED;
        ModelSet models = ModelSet.open(request.models(), allowAdapter, problems);
        try {
            List<String> notes = new ArrayList<>();
            List<TensorJob> jobs = new JobPlanner(request, models, problems, notes).jobs();
            String job = JobText.of(request, models);
            problems.addAll(OutputFolder.problems(out, job, request.output().existing()));
            problems.refuse();
            CheckpointLayout layout = CheckpointLayout.like(
                    models.get(request.method().target()), request.numerics().storedReal());
            EditPlan plan =
                    new EditPlan(request, models, layout, List.copyOf(jobs), job, List.copyOf(notes), Optional.empty());
            OutputRun.checkSpace(out, request.output().format().diskBytes(plan));
            return plan;
        } catch (Throwable e) {
            models.close();
            throw e;
        }
    }

    private static void checkDiffer(Path before, Path after, Problems problems) throws IOException {
        if (Files.exists(before) && Files.exists(after) && Files.isSameFile(before, after))
            problems.add(after + ": is " + before + " itself, so there is no difference between the two to work with");
    }
}
