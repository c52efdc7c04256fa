// SPDX-License-Identifier: Apache-2.0
/** What benchmarks need that is not the product's. */
@NullMarked
package dev.lox.bench;

import org.jspecify.annotations.NullMarked;
