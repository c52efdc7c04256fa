// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.ForeignText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A data file in a data set's repository. Its name indicates the split, by the conventions of the datasets library:
 * {@code data/train-00000-of-00002.parquet}, {@code train.jsonl}, {@code dev/part1.csv}.
 *
 * @param stem the name without folder, format and shard number
 * @param shards number of shards according to the name; 0 if it has no shard number
 */
record DataFile(String path, String folder, String stem, Format format, int shards) {
    /** In order of preference. */
    enum Format {
        PARQUET,
        JSONL,
        JSON,
        CSV,
        TSV
    }

    private static final Pattern NAME = Pattern.compile(
            "(?<folder>(?:[^/]+/)*)(?<stem>[^/]+?)(?<shard>-\\d{5}-of-(?<shards>\\d{5})[^/]*?)?\\.(?<format>parquet|jsonl|ndjson|json|csv|tsv)(\\.gz)?");
    private static final Pattern HIDDEN = Pattern.compile("(.*/)?(\\.|__)[^/]*(/.*)?");
    private static final Set<String> DESCRIPTIONS =
            Set.of("config", "dataset_info", "dataset_infos", "dataset_dict", "state");

    /** The words by which the datasets library recognises a split. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "train", Set.of("train", "training"),
            "validation", Set.of("validation", "valid", "val", "dev"),
            "test", Set.of("test", "testing", "eval", "evaluation"));

    static Optional<DataFile> of(String path) {
        // Paths are untrusted and can be long; java.util.regex uses a stack frame for each folder.
        if (path.length() > 1000) return Optional.empty();
        Matcher name = NAME.matcher(path);
        if (!name.matches() || HIDDEN.matcher(path).matches()) return Optional.empty();
        String stem = name.group("stem");
        if (DESCRIPTIONS.contains(stem) && name.group("format").equals("json")) return Optional.empty();
        String folder = name.group("folder");
        String format = name.group("format").replace("ndjson", "jsonl").toUpperCase(Locale.ROOT);
        return Optional.of(new DataFile(
                path,
                folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1),
                stem,
                Format.valueOf(format),
                name.group("shards") == null ? 0 : Integer.parseInt(name.group("shards"))));
    }

    /** Whether the file belongs to a split: a shard by its exact name, any other file by a word in its path. */
    boolean isOf(String split) {
        if (stem.equals(split)) return true;
        if (shards > 0) return WORDS.containsKey(split) && WORDS.get(split).contains(stem);
        if (Arrays.asList(folder.split("/", -1)).contains(split)) return true;
        return WORDS.containsKey(split) && split().filter(split::equals).isPresent();
    }

    /** Whether its name indicates a split. */
    boolean hasSplit() {
        return shards > 0 || split().isPresent();
    }

    /** The first known split with one of its words in the name, or else in the folder's name. */
    private Optional<String> split() {
        for (String text : new String[] {stem, folder})
            for (String word : text.toLowerCase(Locale.ROOT).split("[-._ 0-9/]+", -1))
                for (Map.Entry<String, Set<String>> e : WORDS.entrySet())
                    if (e.getValue().contains(word)) return Optional.of(e.getKey());
        return Optional.empty();
    }

    boolean isIn(String outer) {
        return folder.equals(outer) || folder.startsWith(outer + "/");
    }

    /** Its folder without trailing folders that are named after a split. */
    String configuration() {
        String[] parts = folder.split("/", -1);
        int end = parts.length;
        while (end > 0 && isWord(parts[end - 1])) end--;
        return String.join("/", Arrays.copyOf(parts, end));
    }

    private static boolean isWord(String text) {
        return WORDS.values().stream().anyMatch(words -> words.contains(text));
    }

    /** Identifies the shards that belong together. */
    record Series(String folder, String stem, int shards) {}

    Series series() {
        return new Series(folder, stem, shards);
    }

    /** The text by which a user selects it. */
    String label() {
        return ForeignText.printable(shards > 0 ? (folder.equals("data") ? "" : dirs()) + stem : path);
    }

    private String dirs() {
        return folder.isEmpty() ? "" : folder + "/";
    }
}
