// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Recognises refusals by phrases at the start of a reply, without a model or network. It never finds partial refusals,
 * since phrases cannot tell whether advice or an answer follows.
 */
public final class RefusalJudge implements Judge {
    private static final String NAME = "refusal";

    private final RefusalRules rules = new RefusalRules();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ObjectNode record() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("judge", NAME)
                .put("rules", rules.size())
                .put("rules_sha256", rules.digest());
    }

    @Override
    public void judge(List<Exchange> exchanges, VerdictSink sink) throws InterruptedException {
        for (int i = 0; i < exchanges.size(); i++) {
            if (Thread.interrupted()) throw new InterruptedException();
            sink.accept(i, verdict(exchanges.get(i).reply()));
        }
    }

    private Verdict verdict(String reply) {
        return rules.holding(PlainReply.of(reply))
                .map(rule -> new Verdict.Refusal(Verdict.Extent.FULL, rule))
                .orElse(new Verdict.Refusal(Verdict.Extent.NONE, "none"));
    }
}
