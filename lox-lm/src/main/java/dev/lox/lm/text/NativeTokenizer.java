// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;

/** Owns one native tokenizer: frees it once and refuses later use. Truncation and padding are off. */
final class NativeTokenizer implements AutoCloseable {
    static {
        // The library can report its use to its vendor and download builds for GPUs. The native calls used here do
        // neither; these settings disable both for all other code in the process.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    // Using a freed handle crashes the process, so close() waits for running calls.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle;

    private NativeTokenizer(long handle) {
        this.handle = handle;
    }

    /** Unpacks and loads the native library, once. */
    static void load() {
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("the tokenizer library cannot be loaded on this machine", e);
        }
    }

    /** Throws the library's RuntimeException if it does not understand {@code json}. */
    static NativeTokenizer open(String json) {
        long handle = LIBRARY.createTokenizerFromString(json);
        LIBRARY.disableTruncation(handle);
        LIBRARY.disablePadding(handle);
        return new NativeTokenizer(handle);
    }

    // The library's batch call is hardly faster, and crashes the process where this one throws.
    int[] encode(String text, boolean addSpecialTokens) {
        return call(h -> ids(LIBRARY.encode(h, wellFormed(text), addSpecialTokens)));
    }

    /** Skips ids that no token has. */
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

    /** An unpaired surrogate has no UTF-8 form and would reach the library as three broken characters. */
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
