// SPDX-License-Identifier: Apache-2.0
/** Tokens in, tokens out: batching, sampling, stopping. */
@NullMarked
package dev.lox.lm.generate;

import org.jspecify.annotations.NullMarked;
