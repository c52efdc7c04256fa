// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.TextDigest;
import dev.lox.eval.endpoint.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A judge that asks a model a question, once for equal exchanges, and caches the answers. */
final class QuestionJudge implements Judge {
    private final String name;
    private final Question question;
    private final ChatBackend answerer;
    private final AnswerCache cache;
    private int asked;
    private int kept;
    private int unparsed;

    QuestionJudge(String name, Question question, ChatBackend answerer, AnswerCache cache) {
        this.name = name;
        this.question = question;
        this.answerer = answerer;
        this.cache = cache;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ObjectNode record() {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("judge", name).put("question", question.label()).put("question_sha256", question.digest());
        record.put("max_tokens", question.maxNewTokens());
        record.setAll(answerer.record());
        record.put("asked", asked).put("from_cache", kept).put("unparsed", unparsed);
        cache.failure().ifPresent(why -> record.put("cache_failure", why));
        return record;
    }

    @Override
    public void judge(List<Exchange> exchanges, VerdictSink sink) throws IOException, InterruptedException {
        cache.prepare();
        Map<Exchange, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < exchanges.size(); i++)
            places.computeIfAbsent(exchanges.get(i), e -> new ArrayList<>()).add(i);
        List<Exchange> open = new ArrayList<>();
        places.forEach((exchange, indices) -> {
            Optional<Answer> answer = cache.get(key(exchange));
            if (answer.isEmpty()) open.add(exchange);
            else {
                kept++;
                deliver(answer.get(), indices, sink);
            }
        });
        if (open.isEmpty()) return;
        answerer.answer(question, open, (i, answer) -> {
            Exchange exchange = open.get(i);
            if (answer.ending() != Answer.Ending.UNASKED) asked++;
            if (answer.ending().lasts()) cache.put(key(exchange), answer);
            deliver(answer, places.getOrDefault(exchange, List.of()), sink);
        });
    }

    private String key(Exchange exchange) {
        return new TextDigest()
                .add(answerer.identity())
                .add(question.digest())
                .add("max_tokens " + question.maxNewTokens())
                .add(exchange.prompt())
                .add(exchange.reply())
                .hex();
    }

    private void deliver(Answer answer, List<Integer> indices, VerdictSink sink) {
        Verdict verdict =
                switch (answer.ending()) {
                    case WHOLE -> question.read(answer.text(), true);
                    case CUT -> question.read(answer.text(), false);
                    case WITHHELD, NONE, UNASKED -> new Verdict.Unparsed(answer.text());
                };
        for (int i : indices) {
            if (verdict instanceof Verdict.Unparsed) unparsed++;
            sink.accept(i, verdict);
        }
    }

    @Override
    public void close() throws IOException {
        answerer.close();
    }
}
