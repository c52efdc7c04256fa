// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Which LoX this is; a test holds it to the build's. */
public final class Version {
    public static final String NUMBER = "0.1.0";

    private Version() {}
}
