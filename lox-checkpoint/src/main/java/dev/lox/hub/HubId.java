// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What can be fetched from the hub: a model, or files of a data set. */
public sealed interface HubId permits ModelId, DataId {
    /** The prefix of data set ids. */
    String DATA = "hf:";

    RepoId repo();

    /** The same id at another revision. */
    HubId at(String revision);

    /**
     * Selects the files of a repository that belong to this id.
     *
     * @throws InvalidInputException if the repository does not contain what the id asks for
     */
    List<String> select(Repository repository) throws IOException, InterruptedException;

    /** Whether a cached snapshot is certainly complete, although the repository's file list is unknown. */
    boolean isSurelyComplete(List<String> selected);

    /** {@code org/name[@revision]}, or {@code hf:org/name[@revision][:part]}; empty if the text has neither form. */
    static Optional<HubId> parse(String text) {
        return text.startsWith(DATA)
                ? DataId.parse(text).map(id -> id)
                : ModelId.parse(text).map(id -> id);
    }
}
