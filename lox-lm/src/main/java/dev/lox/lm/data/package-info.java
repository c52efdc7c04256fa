// SPDX-License-Identifier: Apache-2.0
/** Files of rows (json, jsonl, csv, parquet, text, each also gzipped) and the prompts, examples and preferences in them. */
@NullMarked
package dev.lox.lm.data;

import org.jspecify.annotations.NullMarked;
