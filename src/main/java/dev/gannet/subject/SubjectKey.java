package dev.gannet.subject;

import dev.gannet.base.Chunk;
import dev.gannet.base.Words;

/**
 * A subject and the space behind it, as words: so that the subject of a line in a buffer is compared eight bytes at a
 * time, and without the text ever becoming a string. What is known of a subject extends it.
 *
 * <p><b>Hot path:</b> {@link #startsAt} and {@link #hash} allocate nothing.
 */
public abstract class SubjectKey {
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long[] NO_WORDS = {};

    private final long[] words;
    private final long lastMask;
    private final int length;
    private final long hash;

    /**
     * @param subject the subject's bytes
     * @param hash what {@link #hash} or a scan with {@link #mix} and {@link #finish} gives for them
     */
    protected SubjectKey(byte[] subject, long hash) {
        byte[] withSpace = new byte[subject.length + 1];
        System.arraycopy(subject, 0, withSpace, 0, subject.length);
        withSpace[subject.length] = ' ';
        this.words = Words.of(withSpace);
        this.lastMask = Words.lastMask(withSpace.length);
        this.length = withSpace.length;
        this.hash = hash;
    }

    /** Makes a key that equals nothing. */
    protected SubjectKey() {
        this.words = NO_WORDS;
        this.lastMask = 0;
        this.length = 0;
        this.hash = 0;
    }

    /** Returns the length of the subject and the space behind it. */
    public final int length() {
        return length;
    }

    public final long hash() {
        return hash;
    }

    /** Returns whether this subject and a space stand at {@code index}; not for a key that equals nothing. */
    public final boolean startsAt(Chunk in, int index) {
        long[] key = words;
        int last = key.length - 1;
        for (int i = 0; i < last; i++) {
            if (in.longAt(index + (i << 3)) != key[i]) {
                return false;
            }
        }
        return (in.longAt(index + (last << 3)) & lastMask) == key[last];
    }

    /** Returns the hash after one word more. */
    public static long mix(long hash, long word) {
        long mixed = (hash ^ word) * HASH_FACTOR;
        return mixed ^ (mixed >>> 29);
    }

    /** Returns the hash of a subject of {@code length} bytes after all of its words, the last one zero-padded. */
    public static long finish(long hash, int length) {
        long mixed = hash * HASH_FACTOR + length;
        return mixed ^ (mixed >>> 32);
    }

    /** Returns the hash of the subject of {@code length} bytes at {@code index}. */
    public static long hash(Chunk in, int index, int length) {
        long hash = 0;
        int at = index;
        int rest = length;
        for (; rest >= Long.BYTES; rest -= Long.BYTES, at += Long.BYTES) {
            hash = mix(hash, in.longAt(at));
        }
        if (rest > 0) {
            hash = mix(hash, in.longAt(at) & Words.lastMask(rest));
        }
        return finish(hash, length);
    }
}
