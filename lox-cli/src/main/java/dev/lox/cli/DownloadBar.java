// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.hub.HubId;
import dev.lox.hub.HubProgress;
import java.nio.file.Path;

/** Says what is downloaded, and how far it is. */
final class DownloadBar implements HubProgress, AutoCloseable {
    private final OutputOptions output;
    private final ProgressBar bar;
    private long total;

    DownloadBar(OutputOptions output) {
        this.output = output;
        this.bar = new ProgressBar(output.quiet);
    }

    @Override
    public void begins(HubId id, int files, long bytes) {
        total = bytes;
        output.say("downloading " + id + ": " + files + (files == 1 ? " file, " : " files, ") + Sizes.human(bytes));
    }

    @Override
    public void arrived(long bytes) {
        bar.advance(bytes, total);
    }

    @Override
    public void damaged(Path blob) {
        output.say(blob + ": does not have the content that its name says, so it is not used");
    }

    @Override
    public void unverified(String file) {
        output.say(file + ": the server gives no digest, so the content cannot be checked");
    }

    @Override
    public void close() {
        bar.close();
    }
}
