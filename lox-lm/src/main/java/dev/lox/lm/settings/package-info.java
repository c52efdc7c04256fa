// SPDX-License-Identifier: Apache-2.0
/** Settings files: strict YAML and typed values. All problems are reported at once, each with its location. */
@NullMarked
package dev.lox.lm.settings;

import org.jspecify.annotations.NullMarked;
