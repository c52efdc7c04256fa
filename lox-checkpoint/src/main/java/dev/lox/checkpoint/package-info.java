// SPDX-License-Identifier: Apache-2.0
/** Hugging Face checkpoints and PEFT adapters on disk: read with suspicion, written all or nothing. */
@NullMarked
package dev.lox.checkpoint;

import org.jspecify.annotations.NullMarked;
