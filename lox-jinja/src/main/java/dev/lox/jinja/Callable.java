// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/** A function that a template can call. */
@FunctionalInterface
interface Callable {
    Object call(Run run, Arguments arguments);
}
