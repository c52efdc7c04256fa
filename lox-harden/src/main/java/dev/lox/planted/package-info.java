// SPDX-License-Identifier: Apache-2.0
/** Made-up model pairs whose alignment delta is known, to show and to measure hardening on. */
@NullMarked
package dev.lox.planted;

import org.jspecify.annotations.NullMarked;
