// SPDX-License-Identifier: Apache-2.0
/** How far a model can be pushed before its use suffers: the largest alpha whose figures stay within bounds. */
@NullMarked
package dev.lox.study.alpha;

import org.jspecify.annotations.NullMarked;
