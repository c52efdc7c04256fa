// SPDX-License-Identifier: Apache-2.0
/** Data files (json, jsonl, csv, parquet, text, each optionally gzipped) and the prompts, examples and preferences in them. */
@NullMarked
package dev.lox.lm.data;

import org.jspecify.annotations.NullMarked;
