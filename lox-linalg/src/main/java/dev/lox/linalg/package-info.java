// SPDX-License-Identifier: Apache-2.0
/**
 * Dense linear algebra past 2 GiB: native matrices with an owner, BLAS and LAPACK from OpenBLAS, singular value
 * decompositions that come with a certificate. Every result is the same bytes whatever the number of threads: a kernel
 * runs on its caller's thread alone, and work is split along lines that depend on shapes only.
 */
@NullMarked
package dev.lox.linalg;

import org.jspecify.annotations.NullMarked;
