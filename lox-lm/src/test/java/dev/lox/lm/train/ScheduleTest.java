// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.lm.recipe.Optimizer;
import dev.lox.lm.recipe.Optimizer.Decay;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    static Stream<JsonNode> schedules() throws IOException {
        return TrainGolden.cases("schedules");
    }

    private static Optimizer optimizer(double lr, Decay decay, int warmup) {
        return new Optimizer(lr, decay, warmup, 0, 0, 0.9, 0.999, 1e-8);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void at_everyStep_isTransformers(JsonNode golden) {
        Decay decay = Decay.valueOf(golden.path("name").asText().toUpperCase(Locale.ROOT));
        double lr = golden.path("lr").asDouble();
        Schedule schedule = new Schedule(
                optimizer(lr, decay, golden.path("warmup").asInt()),
                golden.path("total").asLong());
        for (int step = 0; step < golden.path("rates").size(); step++)
            assertEquals(golden.path("rates").get(step).asDouble(), schedule.at(step), lr * 1e-15, "step " + step);
    }

    @Test
    void new_runWithoutSteps_isRefused() {
        Optimizer optimizer = optimizer(1, Decay.LINEAR, 0);
        assertThrows(IllegalArgumentException.class, () -> new Schedule(optimizer, 0));
    }
}
