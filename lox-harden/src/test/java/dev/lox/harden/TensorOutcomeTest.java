// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.harden.TensorOutcome.Averaged;
import dev.lox.harden.TensorOutcome.Copied;
import dev.lox.harden.TensorOutcome.Extrapolated;
import dev.lox.harden.TensorOutcome.Projected;
import dev.lox.harden.TensorOutcome.Realigned;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class TensorOutcomeTest {
    static final List<Arguments> RECORDED = List.of(
            Arguments.of(new Copied("not linear"), "{'treatment':'not linear'}"),
            Arguments.of(
                    new Extrapolated("randomised", -1, 2.5, 1, 1e-8, 5e-5, true, 0, 0),
                    "{'treatment':'randomised','rank':-1,'frobenius':2.5,'energy':1.0,'residual':1.0E-8,'error':5.0E-5,"
                            + "'exact':true,'rounding_loss':0.0}"),
            Arguments.of(new Realigned(0.5, 6), "{'treatment':'realigned','moved':0.5,'rank':6}"),
            Arguments.of(new Realigned(0, 0), "{'treatment':'realigned','moved':0.0}"),
            Arguments.of(new Averaged(0.25), "{'treatment':'averaged','moved':0.25}"),
            Arguments.of(new Projected(0, 0.1, 2), "{'treatment':'projected','moved':0.0,'cosine':0.1,'projected':2}"),
            Arguments.of(new Projected(0, 0.9, 0), "{'treatment':'kept','cosine':0.9,'projected':0}"));

    @ParameterizedTest
    @FieldSource("RECORDED")
    void outcome_isRecordedAndReadBack(TensorOutcome outcome, String json) throws Exception {
        String text = json.replace('\'', '"');
        assertEquals(text, outcome.toJson().toString());
        assertEquals(outcome, TensorOutcome.fromJson((ObjectNode) new JsonMapper().readTree(text)));
    }
}
