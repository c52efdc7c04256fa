// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.tiny;

/** Something a user may want to know how to do, and what a model says that tells. */
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
