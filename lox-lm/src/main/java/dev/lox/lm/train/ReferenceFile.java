// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lox.lm.encode.PairRow;
import dev.lox.lm.model.LearnedTokens;
import dev.lox.lm.model.TrainableLm;
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
 * Log-probabilities by the reference model, computed once: a file of JSON lines, one a pair, whose name says model and
 * data. What an interrupted run has computed is kept.
 */
final class ReferenceFile {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;
    private final MicroBatches batches;

    /** Is told how many of the pairs are done. */
    @FunctionalInterface
    interface Progress {
        void step(int done, int total);
    }

    /**
     * The file of one model and one data set.
     *
     * @param key digest of both, and of whatever else the figures depend on
     */
    ReferenceFile(Path folder, String key, MicroBatches batches) {
        this.file = folder.resolve("reference-" + key.substring(0, 16) + ".jsonl");
        this.batches = batches;
    }

    /**
     * The figures of each pair, read or computed.
     *
     * @param lm as it is before it is trained
     * @param stop is asked now and then whether to end, with what there is by then kept for the next time
     * @return nothing if it ended so
     */
    Optional<List<ReferencePair>> of(List<PairRow> pairs, TrainableLm lm, Progress progress, BooleanSupplier stop)
            throws IOException {
        List<ReferencePair> all = present(pairs.size());
        if (all.size() == pairs.size()) return Optional.of(all);
        Files.createDirectories(file.toAbsolutePath().getParent());
        // A stretch at a time, so that rows of like length meet and little is lost to a kill; whole ones are kept, so
        // that the same rows meet again and the figures are the same to the bit.
        int stretch = (int) Math.min(pairs.size(), 8L * batches.rows());
        all.subList(all.size() / stretch * stretch, all.size()).clear();
        StringBuilder lines = new StringBuilder();
        for (ReferencePair pair : all) lines.append(line(pair));
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            append(out, lines.toString());
            while (all.size() < pairs.size()) {
                int end = Math.min(pairs.size(), all.size() + stretch);
                List<ReferencePair> more = compute(pairs.subList(all.size(), end), lm);
                lines.setLength(0);
                for (ReferencePair pair : more) lines.append(line(pair));
                append(out, lines.toString());
                all.addAll(more);
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
            List<LearnedTokens> sequences = IntStream.of(places)
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

    /** Whole lines of an earlier run. */
    private List<ReferencePair> present(int most) throws IOException {
        List<ReferencePair> present = new ArrayList<>();
        if (!Files.exists(file)) return present;
        String text = Files.readString(file);
        for (int at = 0, end = text.indexOf('\n'); end >= 0 && present.size() < most; end = text.indexOf('\n', at)) {
            try {
                JsonNode line = MAPPER.readTree(text.substring(at, end));
                if (!line.path("chosen").isNumber() || !line.path("rejected").isNumber()) return present;
                present.add(new ReferencePair(
                        line.path("chosen").asDouble(), line.path("rejected").asDouble()));
            } catch (JsonProcessingException e) {
                return present;
            }
            at = end + 1;
        }
        return present;
    }

    private static String line(ReferencePair pair) {
        return JsonNodeFactory.instance
                        .objectNode()
                        .put("chosen", pair.chosen())
                        .put("rejected", pair.rejected())
                + "\n";
    }

    private static void append(FileChannel out, String lines) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) out.write(buffer);
    }
}
