// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** The part a model plays in a weight edit. */
public enum Role {
    /** The model before alignment. */
    BASE("base", "base", "the base", "the model before alignment"),
    /** The model after it. */
    ALIGNED("aligned", "aligned", "the aligned model", "the model after alignment"),
    /** The aligned model after a later fine-tuning. */
    FINETUNED("finetuned", "fine-tuned", "the fine-tuned model", "the model to repair");

    private final String key;
    private final String title;
    private final String words;
    private final String meaning;

    Role(String key, String title, String words, String meaning) {
        this.key = key;
        this.title = title;
        this.words = words;
        this.meaning = meaning;
    }

    /** Its name in {@code lox.json} and on the command line. */
    public String key() {
        return key;
    }

    /** Its meaning, to somebody who left it out. */
    String meaning() {
        return meaning;
    }

    /** Its name in a table. */
    public String title() {
        return title;
    }

    /** Its name in a sentence. */
    String words() {
        return words;
    }
}
