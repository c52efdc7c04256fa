// SPDX-License-Identifier: Apache-2.0
/** What every module stands on: invalid input, problems, files, workers, digests. Nothing of the domain. */
@NullMarked
package dev.lox.base;

import org.jspecify.annotations.NullMarked;
