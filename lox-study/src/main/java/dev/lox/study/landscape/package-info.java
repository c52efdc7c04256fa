// SPDX-License-Identifier: Apache-2.0
/** A plane through models in weight space, and a grid on it. */
@NullMarked
package dev.lox.study.landscape;

import org.jspecify.annotations.NullMarked;
