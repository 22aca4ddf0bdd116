package dev.gannet.jetstream.stream;

import java.util.HashMap;
import java.util.Map;

/** What an entry of the log says; the numbers are in files (docs/storage-format.md). */
enum EntryKind {
    MESSAGE(1, Change.class),
    CREATE(2, Change.Create.class),
    UPDATE(3, Change.Update.class),
    DELETE(4, Change.Delete.class),
    PURGE(5, Change.Purge.class),
    REMOVE(6, Change.Remove.class),
    TICK(7, Change.Tick.class),
    LIMITS(8, Change.Limits.class),
    CREATE_CONSUMER(9, Change.CreateConsumer.class),
    UPDATE_CONSUMER(10, Change.UpdateConsumer.class),
    DELETE_CONSUMER(11, Change.DeleteConsumer.class),
    RESET_CONSUMER(12, Change.ResetConsumer.class),
    PROGRESS(13, Change.Progress.class),
    BEGIN(14, Change.Begin.class);

    private static final EntryKind[] KINDS = values(); // By their numbers less one.
    private static final Map<Class<?>, EntryKind> BY_TYPE;

    static {
        Map<Class<?>, EntryKind> byType = new HashMap<>();
        for (EntryKind kind : KINDS) {
            byType.put(kind.type, kind);
        }
        BY_TYPE = Map.copyOf(byType);
    }

    final byte code;
    private final Class<? extends Change> type; // Of a message, which is no change, it is that of none.

    EntryKind(int code, Class<? extends Change> type) {
        this.code = (byte) code;
        this.type = type;
    }

    static EntryKind of(byte code) {
        if (code < 1 || code > KINDS.length) {
            throw new IllegalArgumentException("entry: kind " + code + " (expected: 1 to " + KINDS.length + ")");
        }
        return KINDS[code - 1];
    }

    static EntryKind of(Change change) {
        EntryKind kind = BY_TYPE.get(change.getClass());
        if (kind == null) {
            throw new IllegalArgumentException("change: " + change + " (expected: one that has a kind)");
        }
        return kind;
    }
}
