// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lox.base.InvalidInputException;
import dev.lox.hub.HubId;
import dev.lox.hub.RepoId;
import dev.lox.hub.Snapshot;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Downloads the current version of a model or data set from the hub into the cache that transformers and datasets"
                    + " use. Other commands then find it there, online or offline.",
            "HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE and HF_HUB_DOWNLOAD_TIMEOUT are honoured."
        })
final class FetchCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MODEL|hf:DATA",
            description =
                    "org/name[@revision], or hf:org/name[@revision][:part], where part is a split, a folder or a file")
    String name;

    @Option(names = "--revision", paramLabel = "REVISION", description = "a branch, tag or commit; default: main")
    @Nullable
    String revision;

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        HubId id = id();
        long begun = System.nanoTime();
        Snapshot snapshot = HubAccess.get(hub.settings(), output, id, true);
        double seconds = (System.nanoTime() - begun) / 1e9;
        output.print(String.format(
                Locale.ROOT,
                "%s: commit %s, %d files, %s, of which %s downloaded in %.1f s",
                id,
                snapshot.commit(),
                snapshot.files().size(),
                Sizes.human(snapshot.bytes()),
                Sizes.human(snapshot.downloaded()),
                seconds));
        output.print(snapshot.folder().toString());
        output.print(JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("revision", snapshot.commit())
                .put("path", snapshot.folder().toString())
                .put("files", snapshot.files().size())
                .put("bytes", snapshot.bytes())
                .put("downloaded_bytes", snapshot.downloaded())
                .put("seconds", seconds));
        return 0;
    }

    private HubId id() {
        HubId id = HubId.parse(name)
                .orElseThrow(() -> new InvalidInputException(
                        name + ": is not a hub id, expected org/name[@revision] or hf:org/name[@revision][:part]"));
        if (revision == null) return id;
        if (!id.repo().revision().equals(RepoId.MAIN))
            throw new InvalidInputException(name + ": has a revision already; leave out --revision " + revision);
        return id.at(revision);
    }
}
