// SPDX-License-Identifier: Apache-2.0
/** The command line: each command parses, calls one thing and returns its exit code. */
@NullMarked
package dev.lox.cli;

import org.jspecify.annotations.NullMarked;
