// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.kinds.StudyYaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A variant as typed: a method, and behind a colon its values, as {@code lox:rank=16,alpha=0.5}, or its data, as
 * {@code safeinst:DATA}.
 *
 * @param typed the whole of it
 * @param values by key, as typed
 */
record VariantText(String typed, Method method, String data, Map<String, String> values) {
    /** For the usage text. */
    static final String HELP =
            "lox, expo, random (the control: the same distance, in random directions), safeinst:DATA (safety rows"
                    + " mixed into the attack's), or after the attack resta, wise-ft, safelora; behind a colon what is not to"
                    + " be by default: lox:rank=16,alpha=0.5, random:seed=2, safelora:threshold=0.5";

    /** Ways to defend that have a short form; a study's YAML can combine them. */
    enum Method {
        LOX("LoX", "rank,alpha", false),
        EXPO("ExPO", "alpha", false),
        RANDOM("random", "rank,alpha,seed", false),
        SAFEINST("SafeInst", "", false),
        RESTA("RESTA", "rank,alpha", true),
        WISE_FT("WiSE-FT", "alpha", true),
        SAFELORA("SafeLoRA", "threshold", true);

        private final String title;
        private final String keys;
        private final boolean repairs;

        Method(String title, String keys, boolean repairs) {
            this.title = title;
            this.keys = keys;
            this.repairs = repairs;
        }

        private List<String> keys() {
            return List.of(keys.split(","));
        }

        /** As typed: {@code wise-ft}. */
        String label() {
            return key().replace('_', '-');
        }

        /** As a study's YAML has it. */
        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of no value but the method's own; for those that need no data. */
    static VariantText of(Method method, Map<String, String> values) {
        StringBuilder typed = new StringBuilder(method.label());
        values.forEach((k, v) -> typed.append(typed.indexOf(":") < 0 ? ':' : ',')
                .append(k)
                .append('=')
                .append(v));
        return new VariantText(typed.toString(), method, "", values);
    }

    /** What stands in for one that is wrong, which is then among the problems, is not to be used. */
    static VariantText parse(String typed, List<String> problems) {
        int at = typed.indexOf(':');
        String name = at < 0 ? typed : typed.substring(0, at);
        String rest = at < 0 ? "" : typed.substring(at + 1);
        Optional<Method> method = Arrays.stream(Method.values())
                .filter(m -> m.label().equals(name))
                .findFirst();
        if (method.isEmpty()) {
            problems.add("--variant " + typed + ": expected one of "
                    + String.join(
                            ", ",
                            Arrays.stream(Method.values()).map(Method::label).toList())
                    + "; the aligned model as it is is always there");
            return of(Method.LOX, Map.of());
        }
        if (method.get() != Method.SAFEINST) return values(typed, method.get(), at < 0 ? null : rest, problems);
        if (rest.isEmpty()) {
            problems.add("--variant " + typed + ": expected safeinst:DATA");
            return of(Method.LOX, Map.of());
        }
        return new VariantText(typed, method.get(), rest, Map.of());
    }

    private static VariantText values(String typed, Method method, @Nullable String rest, List<String> problems) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> bad = new ArrayList<>();
        for (String value : rest == null ? new String[0] : rest.split(",", -1)) {
            int at = value.indexOf('=');
            String key = at < 0 ? value : value.substring(0, at);
            if (at < 0 || !method.keys().contains(key))
                bad.add("expected " + String.join("=X or ", method.keys()) + "=X behind the colon, got "
                        + (value.isEmpty() ? "nothing" : value));
            else if (values.put(key, value.substring(at + 1)) != null) bad.add(key + " occurs twice");
        }
        bad.forEach(b -> problems.add("--variant " + typed + ": " + b));
        return new VariantText(typed, method, "", values);
    }

    /** What it is called in the report. */
    String name() {
        StringBuilder name = new StringBuilder(method.title);
        values.forEach((key, value) -> name.append(' ').append(key).append('=').append(value));
        return name.toString();
    }

    /** Writes its section, under a name of its own. */
    void write(StudyYaml yaml, String name) {
        String origin = "--variant " + typed;
        yaml.open(origin, name);
        if (method == Method.SAFEINST) {
            yaml.put(origin, "safeinst", data);
        } else {
            if (method.repairs) yaml.open(origin, "repair");
            yaml.put(origin, "method", method.key());
            values.forEach((key, value) -> yaml.put(origin, key, value));
            if (method.repairs) yaml.close();
        }
        yaml.close();
    }
}
