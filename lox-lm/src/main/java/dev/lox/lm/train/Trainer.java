// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.model.AdamW;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainedFiles;
import dev.lox.lm.recipe.Optimizer;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs a training: its steps, log and checkpoints. */
final class Trainer {
    private final TrainableLm lm;
    private final TrainedFiles files;
    private final Recipe recipe;
    private final Task task;
    private final RunFolder folder;
    private final DataOrder order;
    private final long total;
    private final Schedule schedule;

    /** Creates a run; the recipe must fit the task. */
    Trainer(TrainableLm lm, TrainedFiles files, Recipe recipe, Task task, RunFolder folder) {
        this.lm = lm;
        this.files = files;
        this.recipe = recipe;
        this.task = task;
        this.folder = folder;
        this.order = DataOrder.of(recipe, task.size());
        this.total = order.totalSteps(recipe.epochs(), recipe.maxSteps());
        this.schedule = new Schedule(recipe.optimizer(), total);
    }

    /**
     * Trains to the end or until stopped.
     *
     * @param stop polled after each step; if true, a checkpoint is written and training ends
     * @throws DivergedException if the loss or gradient is not finite
     */
    Training.Outcome run(TrainingProgress progress, BooleanSupplier stop) throws IOException {
        Optimizer o = recipe.optimizer();
        AdamW.Settings settings = new AdamW.Settings(o.beta1(), o.beta2(), o.epsilon(), o.weightDecay());
        try (AdamW adam = new AdamW(lm, settings)) {
            Optional<RunFolder.Resumable> saved = folder.newest(progress::damaged);
            SavedRun before = saved.map(RunFolder.Resumable::run).orElse(SavedRun.NONE);
            if (saved.isPresent()) files.restore(saved.get().folder(), adam, before.steps());
            try (RunLog log = folder.log(before.steps());
                    TensorBoardLog events = folder.events(before.steps())) {
                return steps(adam, before, log, events, progress, stop);
            }
        }
    }

    private Training.Outcome steps(
            AdamW adam,
            SavedRun before,
            RunLog log,
            TensorBoardLog events,
            TrainingProgress progress,
            BooleanSupplier stop)
            throws IOException {
        Window window = new Window(before);
        double clip = recipe.optimizer().clip();
        long savedAt = before.steps();
        for (long step = before.steps(); step < total; step++) {
            long begun = System.nanoTime();
            int[] rows = order.rows(step);
            double rate = schedule.at(step);
            Task.Step done = task.learn(lm, step, rows);
            double norm = adam.gradientNorm();
            if (!Double.isFinite(done.loss()) || !Double.isFinite(norm))
                throw new DivergedException(
                        step + 1,
                        Double.isFinite(done.loss()) ? "gradient" : "loss",
                        rate,
                        task.where(rows),
                        last(savedAt));
            adam.step(rate, clip == 0 ? 1 : Math.min(1, clip / (norm + 1e-6)));
            window.add(done, (System.nanoTime() - begun) / 1e9);
            boolean ends = step + 1 == total;
            boolean stopped = !ends && stop.getAsBoolean();
            if ((step + 1) % recipe.saving().logEvery() == 0 || ends || stopped) {
                LogLine line = window.line(step + 1, order.epochs(step + 1), rate, norm);
                log.write(line);
                events.write(line);
                progress.step(line, total);
            }
            if (ends) folder.finish(files);
            else if (stopped || saves(step)) {
                log.sync();
                folder.save(files, adam, window.saved(step + 1));
                savedAt = step + 1;
                progress.saved(savedAt);
            }
            if (stopped) return window.outcome(false, step + 1);
        }
        return window.outcome(true, total);
    }

    private boolean saves(long step) {
        int every = recipe.saving().every();
        return every == 0 ? order.endsEpoch(step) : (step + 1) % every == 0;
    }

    private static String last(long savedAt) {
        return savedAt == 0 ? "nothing was saved yet" : "the last checkpoint is of step " + savedAt;
    }

    /** Progress in total and since the last log line. */
    private static final class Window {
        private long tokens;
        private double seconds;
        private int steps;
        private double loss;
        private long newTokens;
        private double newSeconds;
        private double lastLoss = Double.NaN;
        private final Map<String, Double> metrics = new LinkedHashMap<>();

        Window(SavedRun before) {
            tokens = before.tokens();
            seconds = before.seconds();
        }

        void add(Task.Step step, double took) {
            tokens += step.tokens();
            newTokens += step.tokens();
            seconds += took;
            newSeconds += took;
            loss += step.loss();
            steps++;
            step.metrics().forEach((name, value) -> metrics.merge(name, value, Double::sum));
        }

        LogLine line(long step, double epoch, double rate, double norm) {
            metrics.replaceAll((name, sum) -> sum / steps);
            lastLoss = loss / steps;
            LogLine line =
                    new LogLine(step, epoch, lastLoss, rate, norm, tokens, newTokens / newSeconds, seconds, metrics);
            loss = 0;
            steps = 0;
            newTokens = 0;
            newSeconds = 0;
            metrics.clear();
            return line;
        }

        SavedRun saved(long step) {
            return new SavedRun(step, tokens, seconds);
        }

        Training.Outcome outcome(boolean finished, long step) {
            return new Training.Outcome(finished, step, tokens, seconds, lastLoss);
        }
    }
}
