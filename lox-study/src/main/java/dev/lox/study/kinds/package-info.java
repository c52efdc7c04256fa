// SPDX-License-Identifier: Apache-2.0
/** The kinds of study: the specification of each, the cells it needs, and the findings it derives from their results. */
@NullMarked
package dev.lox.study.kinds;

import org.jspecify.annotations.NullMarked;
