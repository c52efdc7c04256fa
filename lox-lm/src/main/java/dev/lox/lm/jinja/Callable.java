// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

/** What a template may call. */
@FunctionalInterface
interface Callable {
    Object call(Run run, Arguments arguments);
}
