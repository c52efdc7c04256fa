// SPDX-License-Identifier: Apache-2.0
/** HTTP to a server that speaks OpenAI's protocol: requests, retries, answers. */
@NullMarked
package dev.lox.eval.endpoint;

import org.jspecify.annotations.NullMarked;
