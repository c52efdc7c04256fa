// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.Ec2Utils;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library below the tokenizer would report its use to its vendor. In a process of its own it is seen not to. */
class TokenizerOfflineTest {
    @TempDir
    Path home;

    @Test
    void openingAndUsing_makesNoSocket() throws Exception {
        assertEquals("sockets: 0", probe("tokenizer"));
    }

    @Test
    void theVendorsReport_afterOpening_makesNoSocket() throws Exception {
        assertEquals("sockets: 0", probe("tokenizer", "report"));
    }

    /** The trap itself: the report is seen where nothing holds it back. */
    @Test
    void theVendorsReport_byItself_wouldMakeOne() throws Exception {
        assertTrue(Integer.parseInt(probe("report").substring("sockets: ".length())) > 0);
    }

    @Test
    void opening_writesNothingButTheLibrary() throws Exception {
        probe("tokenizer");
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> written = files.filter(Files::isRegularFile)
                    .map(home::relativize)
                    .filter(f -> !f.startsWith("tmp") || !f.toString().contains("hsperfdata"))
                    .toList();
            assertEquals(1, written.size(), written.toString());
            assertTrue(written.get(0).startsWith(Path.of(".djl.ai", "tokenizers")), written.toString());
        }
    }

    private String probe(String... steps) throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Duser.home=" + home,
                                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Probe.class.getName()),
                        Stream.of(steps))
                .toList());
        builder.environment().keySet().removeIf(n -> n.contains("DJL") || n.equals("OPT_OUT_TRACKING"));
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** Counts sockets instead of making any. */
    public static final class Probe {
        private static int sockets;

        private Probe() {}

        @SuppressWarnings("deprecation") // There is no other way to see every socket without a tool.
        public static void main(String[] steps) throws IOException {
            Socket.setSocketImplFactory(() -> {
                sockets++;
                throw new IllegalStateException("no network here");
            });
            for (String step : steps) {
                if (step.equals("report")) report();
                else {
                    try (Tokenizer tokenizer = Goldens.tokenizer("llama3")) {
                        int[] ids = tokenizer.encode("hello", true);
                        if (!tokenizer.decode(ids, true).equals("hello")) throw new AssertionError();
                    }
                }
            }
            System.out.println("sockets: " + sockets);
        }

        private static void report() {
            try {
                Ec2Utils.callHome("test");
            } catch (IllegalStateException e) {
                // The trap has sprung; it is counted.
            }
        }
    }
}
