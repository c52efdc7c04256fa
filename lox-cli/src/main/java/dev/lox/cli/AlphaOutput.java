// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.harden.EditRequest;
import dev.lox.study.alpha.AlphaSearch;
import dev.lox.study.alpha.Figures;
import dev.lox.study.alpha.Probe;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What {@code harden --alpha auto} says of its search. */
record AlphaOutput(OutputOptions output) {
    /** All that was looked at, by alpha, and what follows. */
    void search(AlphaSearch search) {
        Figures aligned = search.probes().get(0).figures();
        output.print(line("alpha", "loss", "over-refusal", "no text", "within bounds", aligned));
        List<Probe> ordered = search.probes().stream()
                .sorted(Comparator.comparingDouble(Probe::alpha))
                .toList();
        for (Probe p : ordered) {
            Figures f = p.figures();
            output.print(line(
                    p.alpha() == 0 ? "aligned" : number(p.alpha()),
                    f.loss().map(l -> format("%.4f", l)).orElse(""),
                    f.answers().map(a -> percent(a.refused())).orElse(""),
                    f.answers().map(a -> percent(a.degenerate())).orElse(""),
                    p.alpha() == 0 ? "" : p.within() ? "yes" : "no",
                    aligned));
        }
        if (search.alpha().isEmpty())
            output.print("no alpha: even " + number(search.range().step())
                    + " is outside the bounds; nothing was written. Wider bounds, a lower --rank or a finer"
                    + " --alpha-resolution may leave room");
        else if (search.isBounded())
            output.print("alpha " + number(search.alpha().getAsDouble()) + ": the largest within the bounds");
        else
            output.print("alpha " + number(search.alpha().getAsDouble())
                    + ": --alpha-max, and still within the bounds, which were not reached");
    }

    private static String line(
            String alpha, String loss, String refused, String degenerate, String within, Figures columns) {
        StringBuilder line = new StringBuilder(format("%-9s", alpha));
        if (columns.loss().isPresent()) line.append(format("%-10s", loss));
        if (columns.answers().isPresent()) line.append(format("%-14s%-9s", refused, degenerate));
        return line.append(within).toString().stripTrailing();
    }

    /** Of a search that found none, since nothing else is said then. */
    void none(EditRequest request, AlphaSearch search) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("out", request.output().folder().toString())
                .putNull("alpha");
        output.print(describe(json, search));
    }

    /** Adds what was looked at. */
    static ObjectNode describe(ObjectNode json, AlphaSearch search) {
        ObjectNode found = search.toJson();
        json.put("alpha_bound_reached", search.isBounded());
        return json.set("alpha_search", found.path("probes"));
    }

    private static String percent(double share) {
        return format("%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? format("%.0f", value) : Double.toString(value);
    }

    private static String format(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String format(String format, Object first, Object second) {
        return String.format(Locale.ROOT, format, first, second);
    }
}
