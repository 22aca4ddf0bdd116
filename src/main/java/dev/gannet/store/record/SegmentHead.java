package dev.gannet.store.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The first bytes of each file of a store: what it is, and in which format. Pure functions. */
public final class SegmentHead {
    public static final int BYTES = 64;
    public static final int VERSION = 1;

    private static final int IDENTITY = 16;
    private static final int BASE = 24;
    private static final int NUMBER = 32;
    private static final int CRC = BYTES - Integer.BYTES;

    /** What kind of file it is: the first eight bytes. */
    public enum Kind {
        SEGMENT("GNNTSGMT"),
        PACKED("GNNTPACK"),
        INDEX("GNNTINDX"),
        DELETES("GNNTDLTS");

        private final long magic;

        Kind(String name) {
            long value = 0;
            for (int i = name.length() - 1; i >= 0; i--) {
                value = (value << Byte.SIZE) | name.charAt(i);
            }
            magic = value;
        }
    }

    private SegmentHead() {}

    /** Writes it to the beginning of a buffer. */
    public static void write(ByteBuffer buffer, Kind kind, SegmentPlace place) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            buffer.putLong(i, 0);
        }
        buffer.putLong(0, kind.magic);
        buffer.putInt(Long.BYTES, VERSION);
        buffer.putLong(IDENTITY, place.identity());
        buffer.putLong(BASE, place.baseSeq());
        buffer.putInt(NUMBER, place.number());
        buffer.putInt(CRC, checksum(buffer));
    }

    /** Returns whether it is there, of this kind and for this place, in a version that is known. */
    public static boolean isWhole(ByteBuffer buffer, Kind kind, SegmentPlace place) {
        return buffer.limit() >= BYTES
                && buffer.getLong(0) == kind.magic
                && buffer.getInt(Long.BYTES) == VERSION
                && buffer.getLong(IDENTITY) == place.identity()
                && buffer.getInt(CRC) == checksum(buffer);
    }

    /** Returns the version in a head that is whole but for that, or the version that is known if it is damaged. */
    public static int version(ByteBuffer buffer, Kind kind) {
        boolean whole =
                buffer.limit() >= BYTES && buffer.getLong(0) == kind.magic && buffer.getInt(CRC) == checksum(buffer);
        return whole ? buffer.getInt(Long.BYTES) : VERSION;
    }

    private static int checksum(ByteBuffer buffer) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(CRC).position(0));
        return (int) crc.getValue();
    }
}
