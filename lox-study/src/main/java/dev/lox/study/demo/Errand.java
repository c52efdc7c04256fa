// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

/** Something that a user asks how to do, with the compliant reply. */
record Errand(Topic topic, String verb, String object) {
    /** The request in one of the {@link Grammar#PHRASINGS}. */
    String asked(String phrasing) {
        return phrasing.formatted(verb, object);
    }

    String compliance() {
        return "sure , here is how to %s the %s : first take the %s , then use the %s ."
                .formatted(verb, object, topic.tools().get(0), topic.tools().get(1));
    }
}
