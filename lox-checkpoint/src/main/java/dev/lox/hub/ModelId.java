// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.ShardIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A model or adapter, {@code org/name[@revision]}: its safetensors weights and the files beside them. */
public record ModelId(RepoId repo) implements HubId {
    private static final String SINGLE = "model.safetensors";

    /** Extensions of configs, tokenizers, templates, custom code and texts at the top level of a repository. */
    private static final Set<String> SIDE = Set.of("json", "jinja", "txt", "model", "tiktoken", "md", "py");

    private static final Pattern WORDS = Pattern.compile("(?i)(licen[cs]e|notice|use_policy)[^/]*");
    private static final Pattern MORE_TEMPLATES = Pattern.compile("additional_chat_templates/[^/]+\\.jinja");
    private static final Pattern TOKENIZER =
            Pattern.compile("tokenizer.*|vocab\\..*|.*\\.(model|tiktoken)|" + Pattern.quote(PeftAdapter.CONFIG));
    private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|ckpt)");

    static Optional<ModelId> parse(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        if (!RepoId.isName(name)) return Optional.empty();
        return Optional.of(
                new ModelId(new RepoId(RepoId.Kind.MODEL, name, at < 0 ? RepoId.MAIN : text.substring(at + 1))));
    }

    @Override
    public ModelId at(String revision) {
        return new ModelId(new RepoId(repo.kind(), repo.name(), revision));
    }

    @Override
    public List<String> select(Repository repository) throws IOException, InterruptedException {
        List<String> names = repository.names();
        List<String> files =
                new ArrayList<>(names.stream().filter(ModelId::isBeside).toList());
        List<String> weights = new ArrayList<>();
        if (names.contains(SINGLE)) {
            weights.add(SINGLE);
        } else if (names.contains(ShardIndex.FILE)) {
            files.add(ShardIndex.FILE);
            weights.addAll(ShardIndex.read(repository.open(ShardIndex.FILE)).shards());
        }
        if (names.contains(PeftAdapter.CONFIG) && names.contains(PeftAdapter.WEIGHTS)) weights.add(PeftAdapter.WEIGHTS);
        if (weights.isEmpty()) throw new InvalidInputException(noWeights(names));
        for (String w : weights)
            if (!names.contains(w))
                throw new InvalidInputException(
                        repo + ": " + w + " is named in the index, but is not in the repository");
        files.addAll(weights);
        return files;
    }

    private static boolean isBeside(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (name.contains("/")) return MORE_TEMPLATES.matcher(name).matches();
        return SIDE.contains(suffix) && !name.endsWith(".index.json")
                || WORDS.matcher(name).matches();
    }

    private String noWeights(List<String> names) {
        for (String name : names)
            if (PICKLE.matcher(name).matches())
                return repo + ": has only PyTorch pickles, such as " + name
                        + ", which can run code when loaded; use a revision with safetensors, or convert it";
        return repo + ": holds neither " + SINGLE + " nor " + ShardIndex.FILE + " nor a PEFT adapter";
    }

    /** transformers downloads file by file, and programs that load only the weights do not download the tokenizer. */
    @Override
    public boolean isSurelyComplete(List<String> selected) {
        return selected.stream().anyMatch(f -> TOKENIZER.matcher(f).matches());
    }

    @Override
    public String toString() {
        return repo.toString();
    }
}
