package dev.gannet.store.subjects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The subjects that a stream has messages of. Each has a number as long as it is here, which is given to another one
 * when it is gone, and of each the first and last sequence and the number of messages are kept: what these mean is the
 * caller's.
 *
 * <p>It costs some 65 bytes for a subject of 23 bytes. All growing is in small steps, however many subjects there are.
 *
 * <p><b>Owner:</b> the stream loop of the store.
 *
 * <p><b>Hot path:</b> {@link #find} allocates nothing; finding the same subject again compares it only.
 */
public final class SubjectTable {
    /** The longest subject; nats-server has the same bound for what is stored. */
    public static final int LENGTH_MAX = 0xffff;

    /** What is returned for a subject that is not here. */
    public static final int NONE = -1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private Texts texts = new Texts();
    private Ints places = new Ints();
    private Ints counts = new Ints();
    private Longs firsts = new Longs();
    private Longs lasts = new Longs();
    private SubjectSlots slots = new SubjectSlots(this);
    private SubjectOrder order = new SubjectOrder(texts, places);
    private int size;
    private int used; // Numbers given so far.
    private int free = NONE; // The first number that is free; its place says the next one.
    private int found = NONE; // By the last find.

    /** Returns the number of a subject or {@link #NONE}. */
    public int find(byte[] subject, int from, int length) {
        int last = found;
        if (last != NONE && texts.equal(places.get(last), subject, from, length)) {
            return last;
        }
        int id = slots.find(hash(subject, from, length), subject, from, length);
        found = id;
        return id;
    }

    /** Adds a subject that is not here, with nothing known of it; returns its number. */
    public int add(byte[] subject, int from, int length) {
        int id = addUnordered(subject, from, length);
        order.add(id, subject, from, length);
        return id;
    }

    /** Takes a subject away. */
    public void remove(int id) {
        int place = places.get(id);
        byte[] text = texts.bytes(place);
        order.remove(id, text);
        slots.remove(hash(text, 0, text.length), id);
        texts.remove(place);
        places.set(id, free);
        free = id;
        size--;
        found = NONE;
    }

    /** Takes all subjects away, and gives back their memory. */
    public void clear() {
        texts = new Texts();
        places = new Ints();
        counts = new Ints();
        firsts = new Longs();
        lasts = new Longs();
        slots = new SubjectSlots(this);
        order = new SubjectOrder(texts, places);
        size = 0;
        used = 0;
        free = NONE;
        found = NONE;
    }

    /** Returns how many there are. */
    public int size() {
        return size;
    }

    public long first(int id) {
        return firsts.get(id);
    }

    public long last(int id) {
        return lasts.get(id);
    }

    /** Returns how many messages there are of it; up to 2<sup>32</sup> - 1. */
    public long count(int id) {
        return Integer.toUnsignedLong(counts.get(id));
    }

    public void first(int id, long seq) {
        firsts.set(id, seq);
    }

    public void last(int id, long seq) {
        lasts.set(id, seq);
    }

    public void count(int id, long count) {
        counts.set(id, (int) count);
    }

    public int length(int id) {
        return texts.length(places.get(id));
    }

    /** Returns a copy of the subject; whoever gets it often asks for more about it next. */
    public byte[] bytes(int id) {
        found = id;
        return texts.bytes(places.get(id));
    }

    /** Copies the subject to the beginning of an array that is long enough; returns its length. */
    public int copy(int id, byte[] into) {
        return texts.copy(places.get(id), into);
    }

    /** Returns a cursor before the first subject that is not less than this one, by its bytes. */
    public SubjectCursor from(byte[] subject, int length) {
        return order.from(subject, length);
    }

    /** Returns about how many bytes of memory it takes. */
    public long memoryBytes() {
        return texts.memoryBytes()
                + places.memoryBytes()
                + counts.memoryBytes()
                + firsts.memoryBytes()
                + lasts.memoryBytes()
                + slots.memoryBytes()
                + order.memoryBytes();
    }

    boolean is(int id, byte[] subject, int from, int length) {
        return texts.equal(places.get(id), subject, from, length);
    }

    long hash(int id) {
        byte[] text = bytes(id);
        return hash(text, 0, text.length);
    }

    private int addUnordered(byte[] subject, int from, int length) {
        if (length > LENGTH_MAX) {
            throw new IllegalArgumentException("length: " + length + " (expected: <= " + LENGTH_MAX + ")");
        }
        int id = free;
        if (id == NONE) {
            id = used++;
            places.reserve(id);
            counts.reserve(id);
            firsts.reserve(id);
            lasts.reserve(id);
        } else {
            free = places.get(id);
        }
        places.set(id, texts.add(subject, from, length));
        counts.set(id, 0);
        firsts.set(id, 0);
        lasts.set(id, 0);
        slots.add(hash(subject, from, length), id);
        size++;
        found = id;
        return id;
    }

    private static long hash(byte[] bytes, int from, int length) {
        long hash = length;
        int at = from;
        int end = from + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = mix(hash, (long) LONG.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << Byte.SIZE) | (bytes[at] & 0xff);
        }
        return mix(mix(hash, rest), length);
    }

    private static long mix(long hash, long word) {
        long mixed = (hash ^ word) * HASH_FACTOR;
        return mixed ^ (mixed >>> 32);
    }
}
