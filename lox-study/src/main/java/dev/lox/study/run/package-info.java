// SPDX-License-Identifier: Apache-2.0
/** From what a study asks for to what it found: arms, their cells, figures, conclusions. */
@NullMarked
package dev.lox.study.run;

import org.jspecify.annotations.NullMarked;
