// SPDX-License-Identifier: Apache-2.0
/** Model configurations: config.json read as transformers reads it. */
@NullMarked
package dev.lox.lm.config;

import org.jspecify.annotations.NullMarked;
