// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.base.MatchBudget;
import dev.lox.base.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeftConfigTest {
    private static PeftConfig parse(String json) {
        return PeftConfig.parse(
                "adapter_config.json",
                StrictJson.parse("adapter_config.json", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static PeftConfig with(String options) {
        return parse("{'peft_type': 'LORA', 'r': 2, 'lora_alpha': 8, " + options + "}");
    }

    private static MatchBudget budget() {
        return new MatchBudget(1_000_000);
    }

    /** What {@code re.match(rf"(.*\.)?({key})$", module)} of Python gives. */
    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(delimiter = ';', textBlock = """
                    q ; q ; true
                    q ; layers.0.q ; true
                    q ; layers.0.seq ; false
                    q ; layers.0.q.x ; false
                    layers.1.q ; model.layers.1.q ; true
                    layers.1.q ; model.layers.11.q ; false
                    layers.1.q ; layers_1_q ; true
                    ^layers.1.q ; model.layers.1.q ; false
                    ^layers.1.q ; layers.1.q ; true
                    layers.1.q$ ; layers.1.q ; true
                    q|k ; layers.0.k ; true
                    q|k ; layers.0.kq ; false
                    (q|k)_proj ; layers.0.k_proj ; true
                    .*\\.1\\..* ; model.layers.1.q ; true
                    .*\\.1\\..* ; model.layers.11.q ; false
                    layers\\.\\d+\\.q ; layers.12.q ; true
                    layers\\.[0-3]\\.q ; layers.3.q ; true
                    layers\\.[0-3]\\.q ; layers.4.q ; false
                    layers\\.[^0-3]\\.q ; layers.4.q ; true
                    layers\\.1\\d?\\.q ; layers.1.q ; true
                    layers\\.\\d{2}\\.q ; layers.12.q ; true
                    layers\\.\\d{2}\\.q ; layers.1.q ; false
                    layers\\.\\d{1,2}\\.q ; layers.1.q ; true
                    layers\\.(?:1|2)\\.\\w+ ; layers.2.q_p ; true
                    layers\\.(?!1).* ; layers.2.q ; true
                    layers\\.(?!1).* ; layers.1.q ; false
                    ((a|b)*c){2} ; abcc ; true
                    (^|x)a ; xa ; true
                    (?=b)a ; a ; false
                    (?=a)a ; a ; true
                    \\w+\\W\\S ; a-b ; true
                    a+?b ; aab ; true
                    a{2,} ; a ; false
                    a{2,} ; aaa ; true
                    (a|b|)c ; c ; true
                    q(?!\\W) ; q ; true
                    [a\\]] ; x ; false
                    [\\d_]+ ; 1a ; false
                    [\\d_]+ ; 1_2 ; true
                    [\\w-]+ ; a-b_1 ; true
                    [a-c-]b ; -b ; true
                    [a-] ; - ; true
                    [^]a] ; a ; false
                    []a] ; ] ; true
                    []a] ; a ; true
                    """)
    void rankPattern_matchesAsInPeft(String key, String module, boolean matches) {
        PeftConfig config = with("'rank_pattern': {'" + key.replace("\\", "\\\\") + "': 16}");
        assertEquals(matches ? 16 : 2, config.rankOf(module, budget()));
    }

    @Test
    void patterns_theFirstThatMatchesWins() {
        PeftConfig config = with("'rank_pattern': {'layers.1.q': 4, 'q': 16}, 'alpha_pattern': {'q': 1, 'q|k': 5}");
        assertEquals(4, config.rankOf("layers.1.q", budget()));
        assertEquals(16, config.rankOf("layers.2.q", budget()));
        assertEquals(0.5, config.scaling("q", 2, budget()));
        assertEquals(2.5, config.scaling("k", 2, budget()));
        assertEquals(4, config.scaling("v", 2, budget()));
    }

    @Test
    void patterns_nullOrEmpty_changeNothing() {
        assertEquals(2, with("'rank_pattern': null, 'alpha_pattern': {}").rankOf("q", budget()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a|a)*b",
                "(a|aa)+b",
                "(.*)*x",
                "((a?){40}){40}z",
                "(){2147483647}",
                "((){2147483647}){2147483647}",
                "((|){99}){99}z",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)z",
                "a*(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)(a?)z",
                "a*(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)(a?|b?)",
                "((((((((((((((a*)*)*)*)*)*)*)*)*)*)*)*)*)*)b",
                "(?!(?!(?!(?!(?!(?!(?!(.*)*.*)*.*)*.*)*.*)*.*)*.*)*b",
                ".*(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)z",
                ".*(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?(a*)?z",
                ".*(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)z",
                ".*(?=){99999999}(?!z){99999999}z",
                ".*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*z",
                "(?:.{0,99999999}){99999999}z"
            })
    void hostilePattern_endsSoon(String key) {
        assertEndsSoon(key);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    '', (, )
                    '', (.*, )*z
                    '', (a|, )*
                    '', (?:a|(?:, ))?
                    '', [^x], z
                    .*, (|), z
                    .*, (|.), z
                    .*, (?!z), z
                    .*, .?, z
                    .*, .*, z
                    .*, '[a-cb-db-fx-zv-z]*', z
                    .*, |, z
                    """)
    void hostilePattern_repeated_endsSoon(String start, String first, String second) {
        for (int n : new int[] {20, 900 / (first.length() + second.length()), 20_000})
            assertEndsSoon(start + first.repeat(n) + second.repeat(second.equals("z") ? 1 : n));
    }

    @Test
    void hugeClass_endsSoon() {
        assertEndsSoon("([" + "a-cb-d".repeat(160) + "]*)*z");
        assertEndsSoon("([" + "a-cb-d".repeat(20_000) + "]*)*z");
    }

    private static void assertEndsSoon(String key) {
        for (String module : List.of("a".repeat(60) + "!", "a".repeat(5000), "a"))
            assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
                try {
                    with("'rank_pattern': {'" + key + "': 16}").rankOf(module, budget());
                } catch (InvalidInputException e) {
                    Refusal.check("adapter_config.json", e);
                }
            });
    }

    /** Where the two languages read the same text differently, or only one of them knows it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[a]",
                "[[a]]",
                "[&&a]",
                "[a&&[b]]",
                "(?i)a",
                "(?<=a)a",
                "(?<x>a)",
                "(?>a)",
                "(a)\\\\1",
                "\\\\Qa\\\\E",
                "a\\\\Z",
                "\\\\ba",
                "^*a",
                "a${2}",
                "a)|(?:b"
            })
    void patternThatPythonReadsOtherwise_isRefused(String key) {
        Refusal.of("adapter_config.json", () -> with("'rank_pattern': {'" + key + "': 4}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "a{",
                "*",
                "a**",
                "(?P<x>a)",
                "\\\\",
                "(?",
                "\\\\N{x}",
                "\\\\p{x}",
                "a{2,1}",
                "[",
                "[b-a]",
                "[]",
                "(a",
                "a)",
                "a|*",
                "[a\\\\",
                "\\n("
            })
    void patternThatIsNone_isRefused(String key) {
        String problem = Refusal.of("adapter_config.json", () -> with("'rank_pattern': {'" + key + "': 4}"));
        assertTrue(problem.contains("regular expression"), problem);
    }

    @Test
    void patternOfDeepNesting_isRefused() {
        String deep = "(".repeat(20_000) + ")".repeat(20_000);
        Refusal.of("adapter_config.json", () -> with("'alpha_pattern': {'" + deep + "': 4}")
                .scaling("q", 2, budget()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "'4'", "null", "[]", "1e400"})
    void alphaPattern_noPositiveNumber_isRefused(String value) {
        String problem = Refusal.of("adapter_config.json", () -> with("'alpha_pattern': {'q': " + value + "}"));
        assertTrue(problem.contains("alpha_pattern"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "'4'", "2.5", "4294967298", "1e400"})
    void rankPattern_noPositiveInteger_isRefused(String value) {
        String problem = Refusal.of("adapter_config.json", () -> with("'rank_pattern': {'q': " + value + "}"));
        assertTrue(problem.contains("rank_pattern"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "'q'", "true"})
    void pattern_notAnObject_isRefused(String value) {
        String problem = Refusal.of("adapter_config.json", () -> with("'rank_pattern': " + value));
        assertTrue(problem.contains("rank_pattern is not an object"), problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'use_dora': true",
                "'lora_bias': true",
                "'use_qalora': true",
                "'megatron_config': {'a': 1}",
                "'eva_config': {'a': 1}",
                "'corda_config': {'a': 1}",
                "'loftq_config': {'a': 1}",
                "'alora_invocation_tokens': [1]",
                "'target_parameters': ['a']",
                "'layer_replication': [[0, 4], [2, 5]]",
                "'init_lora_weights': 'pissa'",
                "'init_lora_weights': 'pissa_niter_16'",
                "'init_lora_weights': 'olora'"
            })
    void optionThatChangesTheDelta_isRefused(String option) {
        assertTrue(Refusal.of("adapter_config.json", () -> with(option)).contains("merge the adapter with peft first"));
    }

    @Test
    void optionsAtTheirDefaults_areTaken() {
        assertEquals(
                2,
                with("'use_dora': false, 'loftq_config': {}, 'megatron_config': null, 'init_lora_weights': true,"
                                + " 'layer_replication': null, 'bias': 'none', 'task_type': 'CAUSAL_LM'")
                        .rank());
        assertEquals(2, with("'init_lora_weights': 'gaussian'").rank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'peft_type': 'LOHA', 'r': 2, 'lora_alpha': 8}",
                "{'r': 2, 'lora_alpha': 8}",
                "{'peft_type': 1, 'r': 2, 'lora_alpha': 8}",
                "{'peft_type': 'LORA', 'r': 0, 'lora_alpha': 8}",
                "{'peft_type': 'LORA', 'r': 2.0, 'lora_alpha': 8}",
                "{'peft_type': 'LORA', 'r': 4294967298, 'lora_alpha': 8}",
                "{'peft_type': 'LORA', 'lora_alpha': 8}",
                "{'peft_type': 'LORA', 'r': 2}",
                "{'peft_type': 'LORA', 'r': 2, 'lora_alpha': '8\\n'}",
                "{'peft_type': 'LORA', 'r': 2, 'lora_alpha': 1e400}"
            })
    void missingOrImpossibleScaling_isRefused(String json) {
        Refusal.of("adapter_config.json", () -> parse(json));
    }

    @Test
    void everythingWrong_isSaidAtOnce() {
        List<String> problems = Refusal.all(
                "adapter_config.json",
                () -> parse("{'peft_type': 'IA3', 'use_dora': true, 'rank_pattern': {'(': 1}, 'alpha_pattern': 3}"));
        assertEquals(6, problems.size());
    }
}
