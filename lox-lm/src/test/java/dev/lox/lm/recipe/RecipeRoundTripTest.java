// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.checkpoint.DType;
import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Loss;
import dev.lox.lm.recipe.Objective.Replies;
import dev.lox.lm.recipe.Objective.Sft;
import dev.lox.lm.recipe.Objective.SftTerm;
import dev.lox.lm.recipe.Optimizer.Decay;
import dev.lox.lm.recipe.Recipe.Format;
import dev.lox.lm.recipe.Recipe.Precision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeRoundTripTest {
    @Property
    void toYaml_readBack_isEqual(@ForAll("recipes") Recipe recipe) {
        readBack_isEqual(recipe);
    }

    @ParameterizedTest
    @EnumSource
    void toYaml_builtIn_isEqual(BuiltInRecipe recipe) {
        readBack_isEqual(recipe.recipe());
    }

    private static void readBack_isEqual(Recipe recipe) {
        byte[] yaml = recipe.toYaml().getBytes(StandardCharsets.UTF_8);
        assertEquals(recipe, RecipeReader.parse("recipe.yaml", yaml));
    }

    @Provide
    Arbitrary<Recipe> recipes() {
        Arbitrary<Integer> counts = Arbitraries.integers().between(2, 40_000);
        return Combinators.combine(
                        Arbitraries.oneOf(sft(), dpo()),
                        Arbitraries.of(Format.class),
                        counts.list().ofSize(3),
                        batches(),
                        optimizers(),
                        loras().optional(),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as((objective, format, sizes, batches, optimizer, lora, flag, seed) -> new Recipe(
                        objective,
                        format,
                        sizes.get(0),
                        sizes.get(1),
                        sizes.get(2),
                        batches,
                        optimizer,
                        lora,
                        flag ? Precision.FLOAT32 : Precision.BFLOAT16,
                        flag,
                        new Saving(
                                sizes.get(0),
                                flag && lora.isEmpty() ? Optional.of(DType.BF16) : Optional.empty(),
                                sizes.get(2)),
                        seed));
    }

    private static Arbitrary<Objective> sft() {
        return Combinators.combine(Arbitraries.of(Loss.class), shares()).as(Sft::new);
    }

    private static Arbitrary<Objective> dpo() {
        Arbitrary<SftTerm> terms =
                Combinators.combine(positive(), Arbitraries.of(Replies.class)).as(SftTerm::new);
        return Combinators.combine(positive(), shares(), terms.optional())
                .as((beta, smoothing, term) -> new Dpo(beta, smoothing / 2, term));
    }

    private static Arbitrary<Batches> batches() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 40_000);
        return Combinators.combine(sizes, sizes, Arbitraries.of(Batching.class), Arbitraries.of(true, false))
                .as(Batches::new);
    }

    private static Arbitrary<Optimizer> optimizers() {
        return Combinators.combine(
                        positive(),
                        Arbitraries.of(Decay.class),
                        Arbitraries.integers().greaterOrEqual(0),
                        positive(),
                        positive(),
                        shares(),
                        shares(),
                        positive())
                .as(Optimizer::new);
    }

    private static Arbitrary<Lora> loras() {
        Arbitrary<List<String>> names = Arbitraries.of("q_proj", "no", "y", "null", "1e5", "mlp.0", "true", "-")
                .list()
                .uniqueElements()
                .ofMinSize(1);
        return Combinators.combine(Arbitraries.integers().greaterOrEqual(1), positive(), shares(), names)
                .as(Lora::new);
    }

    private static Arbitrary<Double> positive() {
        return Arbitraries.doubles().between(-300, 300).map(x -> Math.pow(10, x));
    }

    private static Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(1e-9, 0.999999).ofScale(9);
    }
}
