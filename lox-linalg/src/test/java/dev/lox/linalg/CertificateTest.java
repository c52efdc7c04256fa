// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CertificateTest {
    @Test
    void of_tinyResidualsAndWideGap_holds() {
        assertTrue(Certificate.of(new double[] {4, 3, 1}, new double[] {1e-7, 1e-7, 1e-3}, 2)
                .within(1e-6));
    }

    @Test
    void of_gapSmallerThanTheNextResidual_doesNotHold() {
        Certificate none = Certificate.of(new double[] {4, 3, 2.9999}, new double[] {1e-7, 1e-7, 1e-3}, 2);
        assertFalse(none.within(1e-3));
        assertEquals(1, none.error(), 0.3);
    }

    @Test
    void of_unresolvedButNegligibleTail_holds() {
        assertTrue(Certificate.of(new double[] {1, 1e-8, 1e-8}, new double[] {1e-9, 1e-8, 1e-8}, 2)
                .within(1e-6));
    }

    @Test
    void of_zeroMatrix_isExact() {
        assertEquals(new Certificate(0, 0), Certificate.of(new double[] {0, 0}, new double[] {0, 0}, 1));
    }
}
