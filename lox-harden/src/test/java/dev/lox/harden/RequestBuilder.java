// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.Svd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A request with one thread and the defaults otherwise, but for what a test says. */
final class RequestBuilder {
    private final Path base;
    private final Path aligned;
    private final Path out;
    private RankChoice rank = new RankChoice.Fixed(6);
    private double alpha = 1.25;
    private OptionalLong seed = OptionalLong.empty();
    private boolean asAdapter;
    private List<Pattern> include = List.of();
    private List<Pattern> exclude = List.of();
    private boolean exact;
    private Optional<DType> dtype = Optional.empty();
    private boolean copyExtraRows;
    private Arithmetic arithmetic = Arithmetic.FAITHFUL;
    private long maxMemory = ComputeLimits.DEFAULT_MEMORY;
    private int threads = 1;
    private OutputFolder.IfExists existing = OutputFolder.IfExists.REFUSE;

    RequestBuilder(Path base, Path aligned, Path out) {
        this.base = base;
        this.aligned = aligned;
        this.out = out;
    }

    RequestBuilder rank(String text) {
        rank = RankChoice.parse(text);
        return this;
    }

    RequestBuilder alpha(double value) {
        alpha = value;
        return this;
    }

    RequestBuilder atRandom(long value) {
        seed = OptionalLong.of(value);
        return this;
    }

    RequestBuilder asAdapter() {
        asAdapter = true;
        return this;
    }

    RequestBuilder include(String regex) {
        include = List.of(Pattern.compile(regex));
        return this;
    }

    RequestBuilder exclude(String regex) {
        exclude = List.of(Pattern.compile(regex));
        return this;
    }

    RequestBuilder exact() {
        exact = true;
        return this;
    }

    RequestBuilder dtype(DType value) {
        dtype = Optional.of(value);
        return this;
    }

    RequestBuilder copyExtraRows() {
        copyExtraRows = true;
        return this;
    }

    RequestBuilder reference() {
        arithmetic = Arithmetic.REFERENCE;
        return this;
    }

    RequestBuilder maxMemory(long bytes) {
        maxMemory = bytes;
        return this;
    }

    RequestBuilder threads(int n) {
        threads = n;
        return this;
    }

    RequestBuilder existing(OutputFolder.IfExists value) {
        existing = value;
        return this;
    }

    EditRequest build() {
        Extrapolation extrapolation = new Extrapolation(rank, alpha);
        return new EditRequest(
                Map.of(Role.BASE, base, Role.ALIGNED, aligned),
                seed.isPresent() ? new RandomControl(extrapolation, seed.getAsLong()) : new Lox(extrapolation),
                new Selection(include, exclude),
                copyExtraRows,
                new Numerics(Svd.TOLERANCE, exact, dtype, arithmetic),
                new Output(out, asAdapter ? OutputFormat.ADAPTER : OutputFormat.CHECKPOINT, existing),
                new ComputeLimits(maxMemory, threads));
    }

    EditReport run() throws IOException, InterruptedException {
        return run((tensor, bytes, total) -> {});
    }

    EditReport run(Progress progress) throws IOException, InterruptedException {
        try (EditPlan plan = WeightEdit.plan(build())) {
            return plan.run(progress);
        }
    }
}
