// SPDX-License-Identifier: Apache-2.0
/** Settings files: strict YAML, values by type, every complaint at once and with its place. */
@NullMarked
package dev.lox.lm.settings;

import org.jspecify.annotations.NullMarked;
