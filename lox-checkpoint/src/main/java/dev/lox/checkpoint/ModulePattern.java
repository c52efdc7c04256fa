// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A key of {@code rank_pattern} or {@code alpha_pattern}: a regular expression for a module's path or a tail of it after
 * a dot, as PEFT matches it ({@code re.match(rf"(.*\.)?({key})$", module)}).
 *
 * <p>Some expressions take exponential time, so matching gives up after so many looks at the text. Places where it could
 * branch without a look get one of their own: {@code q(|)(|)(|)z} tries all ways through at the end of "q" otherwise.
 */
final class ModulePattern {
    private static final int MAX_LENGTH = 1000;
    private static final int MAX_LOOKS = 100_000;

    /** Holds everywhere, and reads what stands around to say so. */
    private static final String LOOK = "(?!\\b\\B)";

    // What Python and Java read alike: no flags, look-behind, back references, sets in sets, or anchors repeated.
    private static final Pattern TOKEN = Pattern.compile("""
            \\\\(?:[dDsSwW]|[^\\p{L}\\p{N}])\
            |\\[\\^?]?(?:\\\\[dDsSwW]|\\\\[^\\p{L}\\p{N}]|[^\\[\\]\\\\&])*+]\
            |(?<branch>\\((?:\\?[:=!]|(?!\\?))|\\|)\
            |[$^](?![*+?{])\
            |[^\\\\\\[(|$^]""");

    private final String key;
    private final Pattern pattern;

    private ModulePattern(String key, Pattern pattern) {
        this.key = key;
        this.pattern = pattern;
    }

    /**
     * @throws PatternSyntaxException if the key is no regular expression, or one that Python reads otherwise than Java
     */
    static ModulePattern of(String key) {
        if (key.length() > MAX_LENGTH) throw new PatternSyntaxException("over " + MAX_LENGTH + " characters", key, -1);
        try {
            // By itself first, so that its brackets cannot close those put around it.
            Pattern.compile(key);
            return new ModulePattern(
                    key,
                    Pattern.compile(
                            "(?:.*\\.)?(?:" + withLooks(key) + ")",
                            Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS));
        } catch (StackOverflowError e) {
            throw new PatternSyntaxException("nested too deep", key, -1);
        }
    }

    private static String withLooks(String key) {
        StringBuilder out = new StringBuilder();
        Matcher token = TOKEN.matcher(key);
        for (int at = 0; at < key.length(); at = token.end()) {
            if (!token.region(at, key.length()).lookingAt())
                throw new PatternSyntaxException("not supported from character " + at + " on", key, at);
            out.append(token.group()).append(token.group("branch") == null ? "" : LOOK);
        }
        return out.toString();
    }

    /**
     * @throws BadInputException if that takes too long
     */
    boolean matches(String module) {
        try {
            // Without text there is nothing to look at; and no module is without a name.
            return !module.isEmpty() && pattern.matcher(new Watched(module)).matches();
        } catch (TooManyLooks | StackOverflowError e) {
            throw new BadInputException(
                    PeftAdapter.CONFIG + ": pattern " + HeaderParser.printable(key) + " takes too long to match");
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Watched implements CharSequence {
        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int i) {
            if (++looks > MAX_LOOKS) throw new TooManyLooks();
            return text.charAt(i);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }
    }
}
