// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/** Whether a variant keeps the utility limits of a study. */
public enum UtilityLimits {
    KEPT,
    /** At least one is exceeded. */
    BROKEN,
    /** None is known to be exceeded, but not all could be measured. */
    UNMEASURED
}
