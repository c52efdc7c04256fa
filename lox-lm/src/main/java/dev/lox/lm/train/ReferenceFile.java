// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.CheckedJson;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainingSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The reference model's log-probabilities, computed once: a file of JSON lines, one per pair, named after model and data.
 * An interrupted run keeps what it has computed.
 */
final class ReferenceFile {
    private final Path file;
    private final MicroBatches batches;

    /** Receives the number of pairs that are done. */
    @FunctionalInterface
    interface Progress {
        void step(int done, int total);
    }

    /**
     * Creates the file of one model and one data set.
     *
     * @param key digest of both, and of everything else the figures depend on
     */
    ReferenceFile(Path folder, String key, MicroBatches batches) {
        this.file = folder.resolve("reference-" + key.substring(0, 16) + ".jsonl");
        this.batches = batches;
    }

    /**
     * Reads or computes the figures of each pair.
     *
     * @param lm the model before training
     * @param stop polled to see whether to stop; what has been computed by then is kept
     * @return empty if it was stopped
     */
    Optional<List<ReferencePair>> of(List<PairRow> pairs, TrainableLm lm, Progress progress, BooleanSupplier stop)
            throws IOException {
        List<ReferencePair> all = present(pairs.size());
        if (all.size() == pairs.size()) return Optional.of(all);
        Files.createDirectories(file.toAbsolutePath().getParent());
        // In blocks, so that rows of similar length are computed together and little is lost when the process is
        // killed.
        // Only whole blocks are kept: the same rows then share a pass again, and the figures are bit-identical.
        int stretch = (int) Math.min(pairs.size(), 8L * batches.rows());
        all.subList(all.size() / stretch * stretch, all.size()).clear();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < all.size(); i++) lines.append(line(i, all.get(i)));
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            append(out, lines.toString());
            while (all.size() < pairs.size()) {
                int end = Math.min(pairs.size(), all.size() + stretch);
                List<ReferencePair> more = compute(pairs.subList(all.size(), end), lm);
                lines.setLength(0);
                for (ReferencePair pair : more) {
                    lines.append(line(all.size(), pair));
                    all.add(pair);
                }
                append(out, lines.toString());
                progress.step(all.size(), pairs.size());
                if (all.size() < pairs.size() && stop.getAsBoolean()) return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    private List<ReferencePair> compute(List<PairRow> pairs, TrainableLm lm) {
        ReferencePair[] found = new ReferencePair[pairs.size()];
        for (int[] places :
                batches.cut(pairs.stream().mapToInt(PairSequences::tokens).toArray())) {
            List<TrainingSequence> sequences = IntStream.of(places)
                    .mapToObj(p -> PairSequences.of(pairs.get(p)))
                    .flatMap(List::stream)
                    .toList();
            float[][] all = lm.logProbabilities(sequences, false);
            for (int i = 0; i < places.length; i++)
                found[places[i]] =
                        new ReferencePair(PreferenceTask.sum(all[2 * i]), PreferenceTask.sum(all[2 * i + 1]));
        }
        return List.of(found);
    }

    /** The results of an earlier run, up to the first truncated or damaged line. */
    private List<ReferencePair> present(int most) throws IOException {
        List<ReferencePair> present = new ArrayList<>();
        if (!Files.exists(file)) return present;
        // Malformed bytes are replaced, and fail the check of their line.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (int at = 0, end = text.indexOf('\n'); end >= 0 && present.size() < most; end = text.indexOf('\n', at)) {
            Optional<ObjectNode> line = CheckedJson.parse(text.substring(at, end));
            if (line.isEmpty() || line.get().path("pair").asInt(-1) != present.size()) return present;
            present.add(new ReferencePair(
                    line.get().path("chosen").asDouble(),
                    line.get().path("rejected").asDouble()));
            at = end + 1;
        }
        return present;
    }

    private static String line(int index, ReferencePair pair) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("pair", index)
                .put("chosen", pair.chosen())
                .put("rejected", pair.rejected());
        return CheckedJson.seal(line) + "\n";
    }

    private static void append(FileChannel out, String lines) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) out.write(buffer);
    }
}
