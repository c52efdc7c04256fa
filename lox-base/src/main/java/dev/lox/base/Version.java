// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

/** The version of LoX. A test checks that it equals the build's. */
public final class Version {
    public static final String NUMBER = "0.1.0";

    private Version() {}
}
