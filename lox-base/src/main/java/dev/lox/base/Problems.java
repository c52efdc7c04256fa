// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The problems of a request, collected so that all of them are reported at once. */
public final class Problems {
    private static final int MOST = 20;
    private static final Setting OUT = Setting.of("out");

    private final List<Problem> gathered = new ArrayList<>();

    public void add(String problem) {
        gathered.add(Problem.of(problem));
    }

    /** Adds a problem that names settings; see {@link Problem#of(String, Object...)}. */
    public void add(String format, Object... arguments) {
        gathered.add(Problem.of(format, arguments));
    }

    /** Adds texts or {@link Problem}s. */
    public void addAll(List<?> problems) {
        for (Object p : problems) gathered.add(p instanceof Problem typed ? typed : Problem.of(p.toString()));
    }

    /** Adds what another check refused. */
    public void addAll(InvalidInputException refused) {
        gathered.addAll(refused.details());
    }

    public boolean isEmpty() {
        return gathered.isEmpty();
    }

    /**
     * Throws if anything was gathered.
     *
     * @throws InvalidInputException with all problems, or the first of very many
     */
    public void refuse() {
        if (isEmpty()) return;
        if (gathered.size() <= MOST) throw new InvalidInputException(gathered);
        List<Problem> first = new ArrayList<>(gathered.subList(0, MOST));
        first.add(Problem.of("and " + (gathered.size() - MOST) + " more problems"));
        throw new InvalidInputException(first);
    }

    /** Opens an input. */
    @FunctionalInterface
    public interface Opening<T> {
        T open() throws IOException;
    }

    /** Opens an input; if it is refused, notes why and returns nothing. */
    public <T> Optional<T> open(Opening<T> input) throws IOException {
        try {
            return Optional.of(input.open());
        } catch (InvalidInputException e) {
            addAll(e);
            return Optional.empty();
        }
    }

    /** The output must neither lie in an input nor hold one: it is deleted when a run fails or starts again. */
    public void checkApart(Path out, List<Path> inputs) throws IOException {
        for (Path in : inputs) {
            if (!Files.exists(in)) continue;
            Path from = in.toRealPath();
            Path to = realPath(out);
            if (to.startsWith(from)) add("%s: the output lies inside the input %s; choose another %s", out, in, OUT);
            else if (from.startsWith(to)) add("%s: the output contains the input %s; choose another %s", out, in, OUT);
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
