// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.lm.generate.Batching;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a server: address, access and limits.
 *
 * @param port 0 for any free port
 * @param name the name by which clients refer to the model
 * @param token the token that clients must send
 * @param maxBody maximum size of a request's body in bytes
 * @param maxQueue maximum number of waiting requests
 * @param grace time for running requests to finish when the server is closed
 */
public record ServeSettings(
        String host,
        int port,
        String name,
        Optional<String> token,
        Batching batching,
        int maxBody,
        int maxQueue,
        Duration grace) {
    private static final int MAX_QUEUE = 100_000;

    /** @throws InvalidInputException with all problems, such as a public address without a token */
    public ServeSettings {
        Problems problems = new Problems();
        if (port < 0 || port > 65535) problems.add("%s must be from 0 to 65535, got %s", Setting.of("port"), port);
        if (name.isBlank()) problems.add("%s is empty; name the model", Setting.of("name"));
        if (token.isPresent() && !token.get().matches("[!-~]+"))
            problems.add("the token must be printable ASCII without spaces, and not empty");
        if (maxBody < 1 || maxBody == Integer.MAX_VALUE)
            problems.add("%s must be from 1 byte to 2 GiB, got %s", Setting.of("max-body"), maxBody);
        if (maxQueue < 1 || maxQueue > MAX_QUEUE)
            problems.add("%s must be from 1 to %s, got %s", Setting.of("max-queue"), MAX_QUEUE, maxQueue);
        if (grace.isNegative())
            problems.add("%s must be 0 or more seconds, got %s", Setting.of("grace"), grace.toSeconds());
        try {
            if (token.isEmpty() && !InetAddress.getByName(host).isLoopbackAddress())
                problems.add(
                        "%s: can be reached from other machines; pass %s (or LOX_SERVE_TOKEN) too",
                        Setting.of("host", host), Setting.of("token-file"));
        } catch (UnknownHostException e) {
            problems.add("%s: is not an address of this machine", Setting.of("host", host));
        }
        problems.refuse();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
