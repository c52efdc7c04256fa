// SPDX-License-Identifier: Apache-2.0
/** Models and data sets of a Hugging Face hub, kept in the cache that huggingface_hub keeps them in. */
@NullMarked
package dev.lox.hub;

import org.jspecify.annotations.NullMarked;
