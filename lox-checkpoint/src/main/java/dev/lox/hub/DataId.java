// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Files of a data set: {@code hf:org/name[@revision][:part]}.
 *
 * @param part a file, a split, a folder, or {@code folder/split}; if empty, the split {@code train}, or all files of a
 *     repository without splits
 */
record DataId(RepoId repo, String part) implements HubId {
    private static final Pattern FORM =
            Pattern.compile(Pattern.quote(DATA) + "(?<name>[^@:]+)(@(?<revision>[^:]*))?(:(?<part>.*))?");

    static Optional<DataId> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !RepoId.isName(form.group("name"))) return Optional.empty();
        String revision = form.group("revision") == null ? RepoId.MAIN : form.group("revision");
        String part = form.group("part") == null ? "" : form.group("part");
        return Optional.of(new DataId(new RepoId(RepoId.Kind.DATASET, form.group("name"), revision), part));
    }

    @Override
    public DataId at(String revision) {
        return new DataId(new RepoId(repo.kind(), repo.name(), revision), part);
    }

    @Override
    public List<String> select(Repository repository) {
        List<DataFile> all = repository.names().stream()
                .flatMap(n -> DataFile.of(n).stream())
                .toList();
        for (DataFile f : all) if (f.path().equals(part)) return List.of(part);
        if (all.isEmpty())
            throw new InvalidInputException(this + ": has no readable files; expected json, jsonl, csv or parquet");
        List<DataFile> chosen = chosen(all);
        if (chosen.isEmpty())
            throw new InvalidInputException(
                    this + ": has no such part; " + (part.isEmpty() ? "name one of " : "it has ") + listed(all));
        return whole(oneFormat(oneFolder(chosen)));
    }

    private List<DataFile> chosen(List<DataFile> all) {
        if (part.isEmpty()) {
            List<DataFile> train = only(all, f -> f.isOf("train"));
            return !train.isEmpty() || all.stream().anyMatch(DataFile::hasSplit) ? train : all;
        }
        List<DataFile> inside = only(all, f -> f.folder().equals(part));
        if (!inside.isEmpty()) return inside;
        int slash = part.lastIndexOf('/');
        String folder = slash < 0 ? "" : part.substring(0, slash);
        String split = part.substring(slash + 1);
        return only(all, f -> f.isOf(split) && (slash < 0 || f.isIn(folder)));
    }

    private static List<DataFile> only(List<DataFile> files, Predicate<DataFile> which) {
        return files.stream().filter(which).toList();
    }

    /** Folders separate configurations, whose rows must not be mixed. */
    private List<DataFile> oneFolder(List<DataFile> chosen) {
        List<String> folders =
                chosen.stream().map(DataFile::configuration).distinct().sorted().toList();
        if (folders.size() == 1) return chosen;
        throw new InvalidInputException(this + ": occurs in several folders; name one of them, such as hf:" + repo + ":"
                + chosen.get(0).configuration() + "/" + (part.isEmpty() ? "train" : part) + ", got "
                + folders.stream().map(ForeignText::printable).collect(Collectors.joining(", ")));
    }

    /** Of several formats of the same rows, the one with the most files; of equal ones, the fastest to read. */
    private static List<DataFile> oneFormat(List<DataFile> chosen) {
        Map<DataFile.Format, List<DataFile>> formats = new TreeMap<>();
        for (DataFile f : chosen)
            formats.computeIfAbsent(f.format(), x -> new ArrayList<>()).add(f);
        return formats.values().stream()
                .max(Comparator.comparingInt((List<DataFile> f) -> f.size())
                        .thenComparing(f -> f.get(0).format(), Comparator.reverseOrder()))
                .orElseThrow();
    }

    private List<String> whole(List<DataFile> files) {
        Map<DataFile.Series, Long> there = files.stream()
                .filter(f -> f.shards() > 0)
                .collect(Collectors.groupingBy(DataFile::series, Collectors.counting()));
        there.forEach((series, count) -> {
            if (count != series.shards())
                throw new InvalidInputException(this + ": only " + count + " of the " + series.shards() + " files of "
                        + ForeignText.printable(series.stem()) + " exist");
        });
        return files.stream().map(DataFile::path).sorted().toList();
    }

    private static String listed(List<DataFile> all) {
        List<String> splits =
                all.stream().map(DataFile::label).distinct().sorted().limit(20).toList();
        return String.join(", ", splits);
    }

    @Override
    public boolean isSurelyComplete(List<String> selected) {
        return selected.stream()
                .allMatch(f -> f.equals(part)
                        || DataFile.of(f).filter(d -> d.shards() > 0).isPresent());
    }

    @Override
    public String toString() {
        return DATA + repo + (part.isEmpty() ? "" : ":" + ForeignText.printable(part));
    }
}
