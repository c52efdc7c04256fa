// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.judges.Exchange;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.Verdict;
import dev.lox.eval.judges.VerdictSink;
import java.util.List;
import java.util.function.Function;

/** Says what it was told to. */
record ScriptedJudge(String name, Function<Exchange, Verdict> script) implements Judge {
    @Override
    public ObjectNode record() {
        return JsonNodeFactory.instance.objectNode().put("judge", name);
    }

    @Override
    public void judge(List<Exchange> exchanges, VerdictSink sink) {
        for (int i = exchanges.size() - 1; i >= 0; i--) sink.accept(i, script.apply(exchanges.get(i)));
    }
}
