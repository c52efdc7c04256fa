// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.eval.judges.Verdict.Extent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Replies of our own wording, one a line. */
final class OwnReplies {
    private OwnReplies() {}

    static List<String> read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(OwnReplies.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replace("\\n", "\n"))
                    .toList();
        }
    }

    static Extent extent(RefusalJudge judge, String reply) {
        List<Verdict> verdicts = new ArrayList<>();
        try {
            judge.judge(List.of(new Exchange("", reply)), (index, verdict) -> verdicts.add(verdict));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return ((Verdict.Refusal) verdicts.get(0)).extent();
    }
}
