// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StudyYamlTest {
    private static LandscapeSpec read(String name, String model, List<String> judges) throws IOException {
        StudyYaml yaml = new StudyYaml("landscape", "landscape").open("", "models");
        yaml.put("", name, model)
                .put("", "second one", "b")
                .put("", "third one", "c")
                .close();
        yaml.open("", "evaluations").open("", "ASR").put("", "measure", "asr").put("", "prompts", "builtin:harmful");
        yaml.put("", "judges", judges);
        assertEquals(StudyReader.parse("study.yaml", yaml.text()), yaml.read());
        return (LandscapeSpec) yaml.read();
    }

    @Property(tries = 500)
    void anyText_isReadBack_asItWas(@ForAll("texts") String name, @ForAll("texts") String model) throws IOException {
        LandscapeSpec spec = read(name, model, List.of("refusal", model));
        assertEquals(name, spec.names().get(0));
        assertEquals(model, spec.models().get(0));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> marks = Arbitraries.strings()
                .withChars(" :#-?!&*|>%@`\"'\\{}[],\t\n\r\u0000\u0007\u0085\u00a0\u2028\ufeff\uffff~é漢ab0_./")
                .ofMaxLength(12);
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(30).filter(s -> s.codePoints()
                .noneMatch(c -> c >= 0xd800 && c < 0xe000));
        Arbitrary<String> words = Arbitraries.of(
                "null",
                "~",
                "True",
                "yes",
                "0x1F",
                "1_000",
                "1e5",
                ".inf",
                "2020-01-01",
                "<<",
                "=",
                "😀 x",
                "017",
                "-",
                "1:20",
                "a".repeat(1200),
                "null ");
        return Arbitraries.oneOf(marks, any, words).filter(s -> !s.isEmpty());
    }

    @Example
    void whatIsWrong_isSaidByItsOption() throws IOException {
        StudyYaml yaml = new StudyYaml("landscape", "landscape").open("--model", "models");
        yaml.put("--model a=x", "a", "x").put("--model b=y", "b", "y").close().put("--grid", "grid", "one");
        yaml.open("", "evaluations")
                .open("--prompts", "ASR")
                .put("", "measure", "asr")
                .put("--prompts", "prompts", "");
        List<String> problems =
                assertThrows(InvalidInputException.class, yaml::spec).problems();
        assertTrue(problems.contains("--grid: grid: expected an integer, got one"), problems.toString());
        assertTrue(problems.contains("--prompts: prompts: expected a string, got nothing"), problems.toString());
        assertTrue(problems.stream().anyMatch(c -> c.contains("got 2")), problems.toString());
    }
}
