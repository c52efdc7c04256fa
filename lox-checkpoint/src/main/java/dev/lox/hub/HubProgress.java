// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import java.nio.file.Path;

/** Receives the progress of downloads. Calls come from several threads, one at a time. */
public interface HubProgress {
    /** Ignores all progress. */
    HubProgress NONE = new HubProgress() {
        @Override
        public void begins(HubId id, int files, long bytes) {}

        @Override
        public void arrived(long bytes) {}

        @Override
        public void damaged(Path blob) {}

        @Override
        public void unverified(String file) {}
    };

    /**
     * A download starts.
     *
     * @param bytes total size of the files, including the parts left by an interrupted download
     */
    void begins(HubId id, int files, long bytes);

    /** More bytes have arrived; negative if bytes had to be discarded. */
    void arrived(long bytes);

    /** A file in the cache does not have the content that its name says; it is not used. */
    void damaged(Path blob);

    /** The server names no digest of a file that is downloaded, so its content cannot be checked. */
    void unverified(String file);
}
