// SPDX-License-Identifier: Apache-2.0
/** The search for the largest alpha within utility limits. */
@NullMarked
package dev.lox.study.alpha;

import org.jspecify.annotations.NullMarked;
