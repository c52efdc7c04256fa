// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, so that its end is a failed test and not the end of the build. */
class TokenizerSoakTest {
    @TempDir
    Path folder;

    @Test
    @Tag("soak")
    void mutated_worksOrIsRefused() throws Exception {
        String output = inProcess("mutations", "5000");
        assertTrue(output.matches("(?s).*taken \\d{3,}, refused \\d{3,}.*"), output);
    }

    /** Takes many minutes. */
    @Test
    @Tag("fuzz")
    void longestStretches_endNoProcess() throws Exception {
        assertTrue(inProcess("stretches").endsWith("done"));
    }

    private String inProcess(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + folder.resolve("error.log"),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(20, TimeUnit.MINUTES), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output).strip();
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    /** Says what it does before it does it. */
    static final class Child {
        private static final JsonMapper MAPPER = new JsonMapper();
        private static final String TEXT = "a  b <s> <|im_start|> lighthouse 1234 \u706f\u0301 \u2026'LL\r\n\n  ";
        // What hostile files are made of, in fields of any name.
        private static final String[] VALUES = {
            "0",
            "1",
            "-1",
            "4294967295",
            "1e300",
            "true",
            "null",
            "\"\"",
            "\" \"",
            "\"\\u0301\"",
            "\"a\"",
            "[]",
            "{}",
            "{\"Regex\":\"\\\\s*\\\\s*x\"}",
            "{\"Regex\":\"\"}",
            "{\"Regex\":\"a*\"}",
            "{\"String\":\"\"}",
            "{\"type\":\"FixedLength\",\"length\":0}",
            "{\"type\":\"Strip\",\"content\":\"a\",\"start\":1,\"stop\":1}",
            "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}",
            "{\"type\":\"StripAccents\"}",
            "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
            "{\"type\":\"Nmt\"}",
            "{\"type\":\"Fuse\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\".\"},\"content\":\"\"}",
            "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"aaaaaaaa\"}",
            "{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}",
            "{\"SpecialToken\":{\"id\":\"X\",\"type_id\":0}}"
        };

        private Child() {}

        public static void main(String[] arguments) throws IOException {
            if (arguments[1].equals("stretches")) stretches();
            else mutations(Path.of(arguments[0]), Integer.parseInt(arguments[2]));
        }

        private static void mutations(Path folder, int count) throws IOException {
            int refused = 0;
            for (int seed = 0; seed < count; seed++) {
                Path file = Goldens.folder(Goldens.FAMILIES.get(seed % Goldens.FAMILIES.size()))
                        .resolve("tokenizer.json");
                Random random = new Random(seed);
                byte[] mutated = seed % 4 == 0 ? bytes(random, file) : nodes(random, file);
                Files.write(folder.resolve("tokenizer.json"), mutated);
                Files.writeString(folder.resolve("seed"), Integer.toString(seed));
                try (Tokenizer tokenizer = Tokenizer.open(folder)) {
                    int[] ids = tokenizer.encode(TEXT.repeat(20), true);
                    tokenizer.encode("", true);
                    tokenizer.encode(TEXT, false);
                    tokenizer.decode(ids, true);
                    tokenizer.decode(ids, false);
                    tokenizer.decode(new int[0], true);
                    for (int id = 0; id < 20; id++) tokenizer.decode(new int[] {id}, true);
                } catch (InvalidInputException e) {
                    refused++;
                }
            }
            System.out.println("taken " + (count - refused) + ", refused " + refused);
        }

        private static byte[] bytes(Random random, Path file) throws IOException {
            byte[] json = Files.readAllBytes(file);
            for (int n = random.nextInt(4); n >= 0; n--)
                json[random.nextInt(json.length)] = (byte) "{}[]\",:0189abe\\u".charAt(random.nextInt(16));
            return json;
        }

        private static byte[] nodes(Random random, Path file) throws IOException {
            ObjectNode root = (ObjectNode) MAPPER.readTree(file.toFile());
            for (int n = random.nextInt(2); n >= 0; n--) {
                List<ContainerNode<?>> all = new ArrayList<>();
                collect(root, all);
                mutate(random, all.get(random.nextInt(all.size())), all);
            }
            return root.toString().getBytes(StandardCharsets.UTF_8);
        }

        /** Vocabularies are left out: they are most of a file and the least of its meaning. */
        private static void collect(JsonNode node, List<ContainerNode<?>> all) {
            if (node instanceof ContainerNode<?> container) all.add(container);
            if (node.isObject())
                node.properties().forEach(p -> {
                    if (!p.getKey().equals("vocab") && !p.getKey().equals("merges")) collect(p.getValue(), all);
                });
            else node.forEach(child -> collect(child, all));
        }

        private static void mutate(Random random, ContainerNode<?> node, List<ContainerNode<?>> all)
                throws IOException {
            JsonNode value = random.nextInt(3) == 0
                    ? all.get(random.nextInt(all.size())).deepCopy()
                    : MAPPER.readTree(VALUES[random.nextInt(VALUES.length)]);
            if (node instanceof ArrayNode array) {
                if (array.isEmpty() || random.nextBoolean()) array.insert(random.nextInt(array.size() + 1), value);
                else if (random.nextBoolean()) array.remove(random.nextInt(array.size()));
                else array.set(random.nextInt(array.size()), value);
            } else if (node instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                String name = names.get(random.nextInt(names.size()));
                if (random.nextInt(4) == 0) object.remove(name);
                else if (object.path(name).isBoolean())
                    object.put(name, !object.path(name).booleanValue());
                else object.set(name, alike(random, object.path(name), value));
            }
        }

        /** A value of the same kind, where one is drawn, is the more likely one to be taken. */
        private static JsonNode alike(Random random, JsonNode old, JsonNode otherwise) throws IOException {
            for (int i = 0; i < 40; i++) {
                JsonNode value = MAPPER.readTree(VALUES[random.nextInt(VALUES.length)]);
                if (value.getNodeType() == old.getNodeType() && (value.has("type") || !value.isObject())) return value;
            }
            return otherwise;
        }

        /** As long as {@link TextLimits} lets them be, of the characters over which patterns step back. */
        private static void stretches() throws IOException {
            NativeTokenizer.load();
            for (String pattern : KnownPatterns.ALL) {
                if (PatternReader.cost(pattern).perCharacter() < 2) continue;
                ObjectNode root = (ObjectNode) MAPPER.readTree(
                        Goldens.folder("llama3").resolve("tokenizer.json").toFile());
                ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/0"))
                        .set("pattern", JsonNodeFactory.instance.objectNode().put("Regex", pattern));
                TextLimits limits = TokenizerCheck.of("test", root.toString()).encoding();
                int length = (int) Math.min(limits.text(), limits.stretch());
                try (NativeTokenizer tokenizer = NativeTokenizer.open(root.toString())) {
                    for (String character : List.of(" ", "A")) {
                        System.out.println(length + " of " + (int) character.charAt(0) + ": " + pattern);
                        tokenizer.encode(character.repeat(length - 1) + "x", false);
                    }
                }
            }
            System.out.println("done");
        }
    }
}
