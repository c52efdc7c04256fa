// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands against a request, gathered so that all of it is told at once. */
public final class Complaints {
    private static final int MOST = 20;

    private final List<String> gathered = new ArrayList<>();

    public void add(String complaint) {
        gathered.add(complaint);
    }

    public void addAll(List<String> complaints) {
        gathered.addAll(complaints);
    }

    public boolean isEmpty() {
        return gathered.isEmpty();
    }

    /**
     * Throws if anything was gathered.
     *
     * @throws BadInputException with all complaints, or the first of very many
     */
    public void refuse() {
        if (isEmpty()) return;
        if (gathered.size() <= MOST) throw new BadInputException(gathered);
        List<String> first = new ArrayList<>(gathered.subList(0, MOST));
        first.add("and " + (gathered.size() - MOST) + " more complaints");
        throw new BadInputException(first);
    }

    /** Opens an input. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws IOException;
    }

    /** What was opened, unless it was complained of. */
    <T> Optional<T> open(Opening<T> input) throws IOException {
        try {
            return Optional.of(input.open());
        } catch (BadInputException e) {
            addAll(e.complaints());
            return Optional.empty();
        }
    }

    /**
     * Opens a model whose stored numbers are its weights.
     *
     * @param remedy what to do with the unquantised model instead
     */
    public Optional<Checkpoint> model(Path folder, String remedy) throws IOException {
        Optional<Checkpoint> model = open(() -> Checkpoint.open(folder));
        if (model.isPresent() && model.get().config().hasNonNull("quantization_config"))
            add(folder.resolve("config.json") + ": the model is quantised ("
                    + model.get()
                            .config()
                            .path("quantization_config")
                            .path("quant_method")
                            .asText("unknown method")
                    + "), its stored numbers are not its weights; " + remedy);
        return model;
    }

    /** The output must neither lie in an input nor hold one: it is deleted when a run fails or starts again. */
    public void checkApart(Path out, List<Path> inputs) throws IOException {
        for (Path in : inputs) {
            if (!Files.exists(in)) continue;
            Path from = in.toRealPath();
            Path to = realPath(out);
            if (to.startsWith(from)) add(out + ": the output lies inside the input " + in + "; choose another --out");
            else if (from.startsWith(to)) add(out + ": the output contains the input " + in + "; choose another --out");
        }
    }

    /** Where a path leads that need not exist yet: links in the part that does are followed. */
    private static Path realPath(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path up = absolute; up != null; up = up.getParent())
            if (Files.exists(up))
                return up.toRealPath().resolve(up.relativize(absolute)).normalize();
        return absolute;
    }
}
