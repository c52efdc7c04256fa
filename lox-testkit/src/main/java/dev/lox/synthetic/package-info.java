// SPDX-License-Identifier: Apache-2.0
/** Synthetic model pairs with a known alignment delta, for tests and benchmarks of hardening. */
@NullMarked
package dev.lox.synthetic;

import org.jspecify.annotations.NullMarked;
