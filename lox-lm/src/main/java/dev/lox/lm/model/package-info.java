// SPDX-License-Identifier: Apache-2.0
/** The decoder on libtorch: weights, layers, key-value cache. */
@NullMarked
package dev.lox.lm.model;

import org.jspecify.annotations.NullMarked;
