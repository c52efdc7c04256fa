// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.hub.Hub;
import dev.lox.hub.HubId;
import dev.lox.hub.HubSettings;
import dev.lox.hub.ModelId;
import dev.lox.hub.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What MODEL stands for: a folder that is there, or else a model on the hub. */
@Command
final class HubAccess {
    /** What names of data sets on the hub begin with. */
    private static final String HUB = "hf:";

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    /**
     * Folders of models, downloaded where they have to be; all problems at once.
     *
     * @param download whether that is allowed
     */
    List<Path> models(OutputOptions output, boolean download, String... texts)
            throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        for (String text : texts)
            if (folder(text).isEmpty()) {
                try {
                    id(text);
                } catch (InvalidInputException e) {
                    problems.addAll(Failure.lines(e));
                }
            }
        // Nothing is downloaded for a call that is wrong anyway.
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        List<Path> folders = new ArrayList<>();
        for (String text : texts) {
            Optional<Path> folder = folder(text);
            folders.add(folder.isPresent() ? folder.get() : onHub(output, download, text));
        }
        folders.stream().distinct().forEach(f -> Checkpoint.passedOver(f).ifPresent(n -> output.say("note: " + n)));
        return folders;
    }

    /** Files of DATA: one that is there, or else those of a data set on the hub. */
    List<Path> data(OutputOptions output, String text) throws IOException, InterruptedException {
        if (!text.startsWith(HUB)) return List.of(file(text));
        return get(settings(), output, dataId(text), false).files();
    }

    private static Path file(String text) {
        Path file = path(text);
        if (Files.exists(file)) return file;
        throw new InvalidInputException(text + ": no such file; a data set on the hub has the form hf:org/name[:part]");
    }

    private static HubId dataId(String text) {
        return HubId.parse(text)
                .orElseThrow(() -> new InvalidInputException(text + ": expected hf:org/name[@revision][:part]"));
    }

    /** Complains of models and data that are neither there nor on any hub, which nobody is asked about. */
    void check(List<String> models, List<String> data, List<String> problems) {
        for (String text : models) if (folder(text).isEmpty()) noted(() -> id(text), problems);
        for (String text : data) noted(text.startsWith(HUB) ? () -> dataId(text) : () -> file(text), problems);
    }

    private static void noted(Runnable check, List<String> problems) {
        try {
            check.run();
        } catch (InvalidInputException e) {
            Failure.lines(e).stream().filter(c -> !problems.contains(c)).forEach(problems::add);
        }
    }

    private static Optional<Path> folder(String text) {
        return Optional.of(path(text)).filter(Files::exists);
    }

    /** A text as the path it may be. */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInputException(text + ": can be neither a path nor a hub id");
        }
    }

    private static HubId id(String text) {
        return HubId.parse(text)
                .filter(ModelId.class::isInstance)
                .orElseThrow(() -> new InvalidInputException(
                        text + ": no such folder, and not a hub id of the form org/name[@revision]"));
    }

    private Path onHub(OutputOptions output, boolean download, String text) throws IOException, InterruptedException {
        HubSettings settings = settings();
        try {
            return get(download ? settings : settings.withoutHub(), output, id(text), false)
                    .folder();
        } catch (InvalidInputException e) {
            throw new InvalidInputException(
                    Failure.lines(e).stream().map(c -> meant(text, c)).toList());
        } catch (IOException e) {
            throw new IOException(meant(text, String.valueOf(e.getMessage())), e);
        }
    }

    /** Somebody who mistyped a folder should not have to wonder what the hub has to do with it. */
    private static String meant(String text, String problem) {
        String rest = problem.startsWith(text + ": ") ? problem.substring(text.length() + 2) : problem;
        return text + ": no such folder; as a hub id: " + rest;
    }

    HubSettings settings() throws IOException {
        Lox lox = (Lox) Objects.requireNonNull(command).root().userObject();
        return HubSettings.of(lox.environment());
    }

    /**
     * What an id names, with a progress bar if it has to be downloaded.
     *
     * @param fresh as the hub has it now, not as the cache may have it
     */
    static Snapshot get(HubSettings settings, OutputOptions output, HubId id, boolean fresh)
            throws IOException, InterruptedException {
        try (DownloadBar bar = new DownloadBar(output)) {
            Hub hub = new Hub(settings, bar);
            return fresh ? hub.fetch(id) : hub.get(id);
        }
    }
}
