// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

/** An exception that says what went wrong as a {@link Problem}, so that the caller can name the settings in it. */
public interface Reported {
    Problem problem();
}
