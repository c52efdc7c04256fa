// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.checkpoint.ForeignText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of rows in a data set's repository, and what its name says of its split: by the conventions of the datasets
 * library, {@code data/train-00000-of-00002.parquet}, {@code train.jsonl}, {@code dev/part1.csv}.
 *
 * @param stem the name without folder, format, and number of the shard
 * @param shards how many files the name says there are; 0 if it says nothing
 */
record DataFile(String path, String folder, String stem, Format format, int shards) {
    /** In the order they are preferred. */
    enum Format {
        PARQUET,
        JSONL,
        JSON,
        CSV
    }

    private static final Pattern NAME = Pattern.compile(
            "(?<folder>(?:[^/]+/)*)(?<stem>[^/]+?)(?<shard>-\\d{5}-of-(?<shards>\\d{5})[^/]*?)?\\.(?<format>parquet|jsonl|ndjson|json|csv)(\\.gz)?");
    private static final Pattern HIDDEN = Pattern.compile("(.*/)?(\\.|__)[^/]*(/.*)?");
    private static final Set<String> DESCRIPTIONS =
            Set.of("config", "dataset_info", "dataset_infos", "dataset_dict", "state");

    /** Words by which the datasets library knows a split. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "train", Set.of("train", "training"),
            "validation", Set.of("validation", "valid", "val", "dev"),
            "test", Set.of("test", "testing", "eval", "evaluation"));

    static Optional<DataFile> of(String path) {
        // A path is as long as its author likes, and java.util.regex takes a frame of the stack for each folder.
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

    /** Whether its rows are of a split: the name of a shard says so exactly, any other by a word in it. */
    boolean isOf(String split) {
        if (stem.equals(split)) return true;
        if (shards > 0) return WORDS.containsKey(split) && WORDS.get(split).contains(stem);
        if (Arrays.asList(folder.split("/", -1)).contains(split)) return true;
        return WORDS.containsKey(split) && split().filter(split::equals).isPresent();
    }

    /** Whether its name says which split it is of. */
    boolean hasSplit() {
        return shards > 0 || split().isPresent();
    }

    /** The first of the known splits that has a word of its own in the name, or else in a folder's. */
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

    /** Its folder, without those that are named for a split. */
    String configuration() {
        String[] parts = folder.split("/", -1);
        int end = parts.length;
        while (end > 0 && isWord(parts[end - 1])) end--;
        return String.join("/", Arrays.copyOf(parts, end));
    }

    private static boolean isWord(String text) {
        return WORDS.values().stream().anyMatch(words -> words.contains(text));
    }

    /** Files that are of one piece. */
    record Series(String folder, String stem, int shards) {}

    Series series() {
        return new Series(folder, stem, shards);
    }

    /** How a user would ask for it. */
    String label() {
        return ForeignText.printable(shards > 0 ? (folder.equals("data") ? "" : dirs()) + stem : path);
    }

    private String dirs() {
        return folder.isEmpty() ? "" : folder + "/";
    }
}
