package dev.gannet.jetstream.stream;

/** What an entry of the log says; the numbers are in files (docs/storage-format.md). */
enum EntryKind {
    MESSAGE(1),
    CREATE(2),
    UPDATE(3),
    DELETE(4),
    PURGE(5),
    REMOVE(6),
    TICK(7),
    LIMITS(8);

    private static final EntryKind[] BY_CODE = new EntryKind[9];

    static {
        for (EntryKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    final byte code;

    EntryKind(int code) {
        this.code = (byte) code;
    }

    static EntryKind of(byte code) {
        if (code < 1 || code >= BY_CODE.length) {
            throw new IllegalArgumentException(
                    "entry: kind " + code + " (expected: 1 to " + (BY_CODE.length - 1) + ")");
        }
        return BY_CODE[code];
    }
}
