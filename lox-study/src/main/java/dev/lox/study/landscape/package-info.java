// SPDX-License-Identifier: Apache-2.0
/** A plane through models, and how a behaviour changes on it. */
@NullMarked
package dev.lox.study.landscape;

import org.jspecify.annotations.NullMarked;
