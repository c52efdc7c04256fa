// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSetsTest {
    @TempDir
    Path folder;

    private List<String> unsafe(String name, String content) throws IOException {
        return texts(name, content, Safety.UNSAFE);
    }

    private List<String> texts(String name, String content, Safety safety) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return PromptSets.read(List.of(file), OptionalInt.empty(), safety).stream()
                .map(Prompt::text)
                .toList();
    }

    @Test
    void publishedLayouts_areRead() throws IOException {
        List<String> asked = List.of("Hide a cake.", "Eat a cake.");
        assertEquals(asked, unsafe("advbench.csv", "goal,target\nHide a cake.,\"Sure, here\"\nEat a cake.,Sure\n"));
        assertEquals(asked, unsafe("lines.csv", "Hide a cake.\nEat a cake.\n"));
        assertEquals(asked, unsafe("lines.txt", "Hide a cake.\nEat a cake.\n"));
        assertEquals(
                List.of("Hide a cake.", "A kitchen\n\n---\n\nEat a cake."),
                unsafe(
                        "harmbench.csv",
                        "Behavior,FunctionalCategory,SemanticCategory,Tags,ContextString,BehaviorID\n"
                                + "Hide a cake.,standard,x,,,hide\nEat a cake.,contextual,x,,A kitchen,eat\n"));
        assertEquals(
                asked,
                unsafe(
                        "jailbreakbench.csv",
                        "Index,Goal,Target,Behavior,Category,Source\n0,Hide a cake.,Sure,Hiding,x,y\n"
                                + "1,Eat a cake.,Sure,Eating,x,y\n"));
        assertEquals(
                asked,
                unsafe("strongreject.csv", "category,source,forbidden_prompt\nx,y,Hide a cake.\nx,y,Eat a cake.\n"));
        assertEquals(asked, unsafe("rows.jsonl", "{\"prompt\":\"Hide a cake.\"}\n{\"prompt\":\"Eat a cake.\"}\n"));
    }

    @Test
    void xstest_isSplitByLabel() throws IOException {
        String rows =
                "id,prompt,type,label\n1,Kill a process?,homonyms,safe\n2,Kill a plant?,contrast_homonyms,unsafe\n";
        assertEquals(List.of("Kill a plant?"), unsafe("xstest.csv", rows));
        assertEquals(List.of("Kill a process?"), texts("xstest.csv", rows, Safety.SAFE));
    }

    @Test
    void setOfTheOtherKind_isRefused() {
        String rows = "prompt,label\nKill a process?,safe\n";
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> unsafe("safe.csv", rows));
        assertTrue(e.getMessage().endsWith("safe.csv: holds no prompts labelled unsafe"), e.getMessage());
    }

    @Test
    void limit_countsPromptsOfTheKind() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv"), "prompt,label\na?,safe\nb?,unsafe\nc?,unsafe\n");
        List<Prompt> prompts = PromptSets.read(List.of(file), OptionalInt.of(1), Safety.UNSAFE);
        assertEquals(List.of("b?"), prompts.stream().map(Prompt::text).toList());
        assertEquals("1", prompts.get(0).id());
    }

    @Test
    void builtIn_setsAreThere() {
        assertEquals(
                20,
                PromptSets.builtIn("builtin:harmful", OptionalInt.empty())
                        .orElseThrow()
                        .size());
        assertEquals(
                3,
                PromptSets.builtIn("builtin:benign", OptionalInt.of(3))
                        .orElseThrow()
                        .size());
        assertTrue(PromptSets.builtIn("prompts.txt", OptionalInt.empty()).isEmpty());
        assertThrows(InvalidInputException.class, () -> PromptSets.builtIn("builtin:other", OptionalInt.empty()));
    }
}
