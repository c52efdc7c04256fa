// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Digest;
import dev.lox.eval.judges.Verdict;
import dev.lox.eval.judges.Verdict.Extent;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Results;
import dev.lox.lm.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A judged sample as one line of rows.jsonl: all that is known of it, nothing withheld. */
final class RowJson {
    static final String REQUEST_DIGEST = "request_sha256";

    private RowJson() {}

    static ObjectNode of(Results results, JudgedSample sample, JsonNode seed) {
        Reply reply = sample.sample().reply();
        ObjectNode row = JsonNodeFactory.instance
                .objectNode()
                .put("id", reply.id())
                .put("prompt", reply.prompt())
                .put("reply", reply.reply());
        if (reply.category() != null) row.put("category", reply.category());
        if (reply.finish() != null || reply.tokens() > 0) row.put("tokens", reply.tokens());
        if (reply.finish() != null) row.put("finish", reply.finish().label());
        if (!seed.isMissingNode()) row.set("seed", seed);
        row.put("prompt_sha256", digest(reply.prompt())).put("reply_sha256", digest(reply.reply()));
        if (reply.requestDigest() != null) row.put(REQUEST_DIGEST, reply.requestDigest());
        row.put("degenerate", sample.degeneration().isPresent());
        sample.degeneration().ifPresent(d -> row.put("degeneration", label(d)));
        sample.sample().answer().ifPresent(a -> row.put("answer", a.toPlainString()));
        sample.found().ifPresent(f -> row.put("found", f.toPlainString()));
        sample.correct().ifPresent(c -> row.put("correct", c));
        for (int j = 0; j < results.judges().size(); j++)
            row.withArray("verdicts").add(verdict(results, sample, j));
        return row;
    }

    private static ObjectNode verdict(Results results, JudgedSample sample, int judge) {
        Verdict verdict = sample.verdicts().get(judge);
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("judge", results.judges().get(judge));
        node.putNull("score");
        Optional<Extent> refusal = verdict.refusal();
        node.put("refused", refusal.map(r -> r == Extent.FULL).orElse(null));
        if (refusal.equals(Optional.of(Extent.PARTIAL))) node.put("partial", true);
        node.put("success", sample.success(results.measure(), judge).orElse(null));
        verdict.addTo(node);
        return node.put("raw", verdict.raw());
    }

    static String label(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
