// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/** Where a model stands to its attack. */
public enum Stage {
    BEFORE,
    /** Some steps into it. */
    ALONG,
    AFTER
}
