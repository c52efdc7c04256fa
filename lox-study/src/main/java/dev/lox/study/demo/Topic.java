// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * The topic of an errand.
 *
 * @param verbs used with this topic only; others go with every topic
 * @param tools the two tools named in compliant replies
 * @param objects the last few are held out: alignment and attack never see them
 */
record Topic(boolean harmful, List<String> verbs, List<String> tools, List<String> objects) {
    static Topic benign(String verbs, String tools, String objects) {
        return new Topic(false, Words.of(verbs), Words.of(tools), Words.of(objects));
    }

    static Topic harmful(String verbs, String tools, String objects) {
        return new Topic(true, Words.of(verbs), Words.of(tools), Words.of(objects));
    }

    List<String> seen() {
        return objects.subList(0, objects.size() - Grammar.HELD_OUT);
    }

    List<String> heldOut() {
        return objects.subList(objects.size() - Grammar.HELD_OUT, objects.size());
    }

    Stream<Errand> errands(List<String> among) {
        return among.stream().flatMap(object -> Stream.concat(verbs.stream(), Grammar.VERBS.stream())
                .map(verb -> new Errand(this, verb, object)));
    }
}
