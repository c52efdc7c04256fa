// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Something to have from the hub: a model, or files of a data set. */
public sealed interface HubId permits ModelId, DataId {
    /** Stands before the name of a data set. */
    String DATA = "hf:";

    RepoId repo();

    /** The same, at another revision. */
    HubId at(String revision);

    /**
     * What of a repository's files belongs to it.
     *
     * @throws BadInputException if the repository does not hold what is asked for
     */
    List<String> select(Repository repository) throws IOException, InterruptedException;

    /** Whether the files found in a cached snapshot are all there ever were, where no list of the repository is kept. */
    boolean isSurelyWhole(List<String> selected);

    /** {@code org/name[@revision]}, or {@code hf:org/name[@revision][:part]}; nothing for a text of another form. */
    static Optional<HubId> parse(String text) {
        return text.startsWith(DATA)
                ? DataId.parse(text).map(id -> id)
                : ModelId.parse(text).map(id -> id);
    }
}
