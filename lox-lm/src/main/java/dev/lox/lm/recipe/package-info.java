// SPDX-License-Identifier: Apache-2.0
/** Training recipes: the settings of a run as YAML that users copy and edit. */
@NullMarked
package dev.lox.lm.recipe;

import org.jspecify.annotations.NullMarked;
