// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;

/** Owner of one native tokenizer: freed once, never used afterwards, without truncation or padding. */
final class NativeTokenizer implements AutoCloseable {
    static {
        // The library reports its use to its vendor and fetches builds of itself for GPUs. Neither is on the path taken
        // here, which starts at its native calls; these settings close both for everything else in the process, too.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    // A handle that is used after it was freed ends the process, so closing waits for the calls under way.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    private NativeTokenizer(long handle) {
        this.handle = handle;
    }

    /** Unpacks and loads the native library, where that has not happened yet. */
    static void load() {
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("the tokenizer library cannot be loaded on this machine", e);
        }
    }

    /** Throws the library's RuntimeException where it does not understand {@code json}. */
    static NativeTokenizer open(String json) {
        long handle = LIBRARY.createTokenizerFromString(json);
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
        return new NativeTokenizer(handle);
    }

    // The library's batch call is hardly faster, and ends the process where this one throws.
    int[] encode(String text, boolean addSpecialTokens) {
        return call(h -> ids(LIBRARY.encode(h, wellFormed(text), addSpecialTokens)));
    }

    /** Ids that no token has are left out. */
    String decode(int[] ids, boolean skipSpecialTokens) {
        long[] wide = Arrays.stream(ids).asLongStream().toArray();
        return call(h -> LIBRARY.decode(h, wide, skipSpecialTokens));
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != 0) LIBRARY.deleteTokenizer(handle);
            handle = 0;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T call(LongFunction<T> function) {
        lock.readLock().lock();
        try {
            if (handle == 0) throw new IllegalStateException("the tokenizer is closed");
            return function.apply(handle);
        } finally {
            lock.readLock().unlock();
        }
    }

    private static int[] ids(long encoding) {
        try {
            return Arrays.stream(LIBRARY.getTokenIds(encoding))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    /** Half a surrogate pair has no UTF-8 and would reach the library as three broken characters. */
    private static String wellFormed(String text) {
        if (text.codePoints().noneMatch(NativeTokenizer::isLone)) return text;
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> isLone(c) ? 0xFFFD : c).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isLone(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
