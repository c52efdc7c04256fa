// SPDX-License-Identifier: Apache-2.0
/**
 * LoX hardening (arXiv 2506.15606): aligned weights are pushed on along the leading singular directions of their
 * alignment delta, W = W_aligned + α·Proj_k(W_aligned − W_base). A request becomes a plan from headers alone, and the
 * plan a checkpoint or an adapter, one tensor live at a time per worker.
 */
@NullMarked
package dev.lox.harden;

import org.jspecify.annotations.NullMarked;
