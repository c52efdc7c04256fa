// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

/** Told of downloads; by several threads, one at a time. */
public interface HubProgress {
    /** For those who do not care. */
    HubProgress NONE = new HubProgress() {
        @Override
        public void begins(HubId id, int files, long bytes) {}

        @Override
        public void arrived(long bytes) {}
    };

    /**
     * Files are about to be downloaded.
     *
     * @param bytes of all of them, what an interrupted download has left included
     */
    void begins(HubId id, int files, long bytes);

    /** So many bytes more are there; negative if some turned out to be useless. */
    void arrived(long bytes);
}
