// SPDX-License-Identifier: Apache-2.0
/** Training recipes: what a run does, as YAML that people copy and edit. */
@NullMarked
package dev.lox.lm.recipe;

import org.jspecify.annotations.NullMarked;
