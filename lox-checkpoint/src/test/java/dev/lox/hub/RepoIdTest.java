// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoIdTest {
    @ParameterizedTest
    @CsvSource({
        "org/name,org/name,main",
        "org/name@v1.0,org/name,v1.0",
        "Org-1/na.me_2@refs/pr/1,Org-1/na.me_2,refs/pr/1",
        "org/name@größe,org/name,größe",
        "org/name@a@b,org/name,a@b"
    })
    void model_isNameAndRevision(String text, String name, String revision) {
        assertEquals(
                new RepoId(RepoId.Kind.MODEL, name, revision),
                HubId.parse(text).orElseThrow().repo());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "./org/name",
                "/org/name",
                "a/b/c",
                "org/",
                "/name",
                "org/na me",
                "org/a--b",
                "org/a..b",
                "org/a.git",
                "-org/name",
                "org/.name",
                "../name",
                "hf:name",
                "hf:org/a/b",
                "",
                "org\\name"
            })
    void otherTexts_areNoIds(String text) {
        assertTrue(HubId.parse(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "a..b",
                "/a",
                "a/",
                "a//b",
                "../x",
                "a/../b",
                ".a",
                "a/.b",
                "a.lock",
                "a.lock/b",
                "a b",
                "a:b",
                "a~1",
                "a^",
                "a?",
                "a*",
                "a[",
                "a\\b",
                "@{u}",
                "@",
                "a.",
                "a\nb",
                "a\u0000"
            })
    void revisionThatGitWouldNotTake_isRefused(String revision) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> HubId.parse("org/name@" + revision)
                .orElseThrow());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void data_hasAPart() {
        assertEquals(
                new DataId(new RepoId(RepoId.Kind.DATASET, "org/name", "v1"), "main/train"),
                HubId.parse("hf:org/name@v1:main/train").orElseThrow());
        assertEquals("hf:org/name", HubId.parse("hf:org/name").orElseThrow().toString());
        assertEquals(
                "hf:org/name@v1:x@y.jsonl",
                HubId.parse("hf:org/name@v1:x@y.jsonl").orElseThrow().toString());
    }
}
