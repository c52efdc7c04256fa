// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.Svd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A request with one thread and the defaults otherwise, but for what a test says. */
final class RequestBuilder {
    private final Path base;
    private final Path aligned;
    private final Path out;
    private RankChoice rank = new RankChoice.Fixed(6);
    private double alpha = 1.25;
    private Direction direction = new Direction.Aligned();
    private boolean asAdapter;
    private List<Pattern> include = List.of();
    private List<Pattern> exclude = List.of();
    private boolean exact;
    private Optional<DType> dtype = Optional.empty();
    private boolean copyExtraRows;
    private Arithmetic arithmetic = Arithmetic.FAITHFUL;
    private long maxMemory = HardenRequest.DEFAULT_MEMORY;
    private int threads = 1;
    private OutputFolder.Existing existing = OutputFolder.Existing.REFUSE;

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

    RequestBuilder atRandom(long seed) {
        direction = new Direction.Random(seed);
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

    RequestBuilder existing(OutputFolder.Existing value) {
        existing = value;
        return this;
    }

    HardenRequest build() {
        return new HardenRequest(
                base,
                aligned,
                out,
                new Extrapolation(rank, alpha, direction),
                asAdapter,
                include,
                exclude,
                Svd.TOLERANCE,
                exact,
                dtype,
                copyExtraRows,
                arithmetic,
                maxMemory,
                threads,
                existing);
    }

    HardenReport run() throws IOException, InterruptedException {
        return run((tensor, bytes, total) -> {});
    }

    HardenReport run(Progress progress) throws IOException, InterruptedException {
        try (HardenPlan plan = Preflight.check(build())) {
            return Hardener.run(plan, progress);
        }
    }
}
