package dev.gannet.store.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Which segment file of which stream. It is what the file's name says, and is mixed into the checksum of each record.
 *
 * @param directory the stream's
 * @param number counts the segment files of a stream, from one on
 * @param baseSeq no message in it has a lower sequence
 * @param identity of stream, file and base, as a number
 * @param isPacked whether its file is a packed one
 */
public record SegmentPlace(String directory, int number, long baseSeq, long identity, boolean isPacked) {
    public static final String SEGMENT = ".seg";
    public static final String PACKED = ".pack";
    public static final String INDEX = ".idx";
    public static final String DELETES = ".del";

    private static final int NUMBER_DIGITS = 10;
    private static final int BASE_DIGITS = 20;
    private static final long POSITION_FACTOR = 0x9E3779B97F4A7C15L;

    public static SegmentPlace of(String directory, int number, long baseSeq) {
        byte[] name = (directory + "/" + number + "/" + baseSeq).getBytes(StandardCharsets.UTF_8);
        CRC32C low = new CRC32C();
        low.update(name);
        CRC32C high = new CRC32C();
        high.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, (int) low.getValue()));
        high.update(name);
        long identity = (high.getValue() << Integer.SIZE) | low.getValue();
        return new SegmentPlace(directory, number, baseSeq, identity, false);
    }

    /** Returns the same place, for a file that is packed or not. */
    public SegmentPlace packed(boolean packed) {
        return packed == isPacked ? this : new SegmentPlace(directory, number, baseSeq, identity, packed);
    }

    /** Returns what is mixed into the checksum of a record at a position. */
    public int mark(int position) {
        long mixed = (identity ^ position) * POSITION_FACTOR;
        return (int) (mixed >>> Integer.SIZE);
    }

    public String path() {
        return directory + "/" + stem() + (isPacked ? PACKED : SEGMENT);
    }

    /** Returns what the segment file begins with. */
    public SegmentHead.Kind head() {
        return isPacked ? SegmentHead.Kind.PACKED : SegmentHead.Kind.SEGMENT;
    }

    public String indexPath() {
        return directory + "/" + stem() + INDEX;
    }

    public String deletesPath(int version) {
        return directory + "/" + stem() + "." + version + DELETES;
    }

    private String stem() {
        return String.format("%0" + BASE_DIGITS + "d-%0" + NUMBER_DIGITS + "d", baseSeq, number);
    }

    /** Returns the number in the name of a file of a store, if it is one. */
    public static Optional<Integer> numberOf(String name) {
        boolean kind =
                name.endsWith(SEGMENT) || name.endsWith(PACKED) || name.endsWith(INDEX) || name.endsWith(DELETES);
        int end = BASE_DIGITS + 1 + NUMBER_DIGITS;
        if (!kind || name.length() < end || name.charAt(BASE_DIGITS) != '-') {
            return Optional.empty();
        }
        String digits = name.substring(0, BASE_DIGITS) + name.substring(BASE_DIGITS + 1, end);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(name, BASE_DIGITS + 1, end, 10));
    }
}
