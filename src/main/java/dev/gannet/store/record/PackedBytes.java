package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The bytes that are in a packed segment file. Any thread. */
final class PackedBytes implements SegmentBytes {
    private static final int WINDOW_BYTES = 256 << 10;

    private final SegmentPlace place;
    private final OpenFiles files;
    private final int plainLength;
    private final PackedBlocks kept;

    PackedBytes(SegmentPlace place, OpenFiles files, int plainLength, PackedBlocks kept) {
        this.place = place;
        this.files = files;
        this.plainLength = plainLength;
        this.kept = kept;
    }

    @Override
    public int read(ByteBuffer into, int position) throws IOException {
        int length = Math.max(0, Math.min(into.remaining(), plainLength - position));
        int end = position + length;
        int at = position;
        while (at < end) {
            int block = at / PackedLayout.BLOCK_BYTES;
            int from = at - block * PackedLayout.BLOCK_BYTES;
            byte[] plain = block(block);
            int part = Math.min(plain.length - from, end - at);
            into.put(plain, from, part);
            at += part;
        }
        return length;
    }

    private byte[] block(int block) throws IOException {
        byte[] known = kept.find(place, block);
        if (known != null) {
            return known;
        }
        byte[] plain = new byte[PackedLayout.plainBytes(block, plainLength)];
        ByteBuffer found = whereTableSays(block);
        if (found == null) {
            found = search(block);
        }
        if (found != null && unpack(found, plain)) {
            kept.keep(place, block, plain);
        } else {
            Arrays.fill(plain, (byte) 0);
        }
        return plain;
    }

    /** Returns the bytes of a block from its head on, whole or not; null if its head is not where the table says. */
    private @Nullable ByteBuffer whereTableSays(int block) throws IOException {
        ByteBuffer ends = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (files.read(place.path(), ends, PackedLayout.tablePosition(block)) < ends.capacity()) {
            return null;
        }
        int from = ends.getInt(0);
        int length = ends.getInt(Integer.BYTES) - from;
        boolean isPossible = from >= PackedLayout.start(plainLength)
                && length > PackedLayout.HEAD_BYTES
                && length <= PackedLayout.HEAD_BYTES + PackedLayout.BLOCK_BYTES;
        return isPossible ? load(block, from, length) : null;
    }

    private @Nullable ByteBuffer load(int block, int from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        boolean isThere = files.read(place.path(), bytes, from) == length
                && PackedLayout.isHead(bytes, 0, place)
                && PackedLayout.block(bytes, 0) == block
                && PackedLayout.HEAD_BYTES + PackedLayout.length(bytes, 0) == length;
        return isThere ? bytes : null;
    }

    /** Looks for a block whatever the table says: from one to the next, and byte by byte where there is none. */
    private @Nullable ByteBuffer search(int block) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long start = PackedLayout.start(plainLength);
        int at = 0;
        window.limit(0);
        while (true) {
            if (at + PackedLayout.HEAD_BYTES > window.limit()) {
                start += at;
                at = 0;
                if (files.read(place.path(), window.clear(), start) < PackedLayout.HEAD_BYTES) {
                    return null;
                }
                window.flip();
            }
            if (!PackedLayout.isHead(window, at, place)) {
                at++;
                continue;
            }
            int length = PackedLayout.HEAD_BYTES + PackedLayout.length(window, at);
            if (PackedLayout.block(window, at) == block) {
                return load(block, (int) (start + at), length);
            }
            at += length;
        }
    }

    private static boolean unpack(ByteBuffer packed, byte[] plain) {
        if (!PackedLayout.isBody(packed, 0)) {
            return false;
        }
        int length = PackedLayout.length(packed, 0);
        if (PackedLayout.isAsIs(packed, 0)) {
            packed.get(PackedLayout.HEAD_BYTES, plain, 0, Math.min(length, plain.length));
            return length == plain.length;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.array(), packed.arrayOffset() + PackedLayout.HEAD_BYTES, length);
            return inflater.inflate(plain) == plain.length;
        } catch (DataFormatException e) {
            return false; // Its checksum is right: somebody has made it.
        } finally {
            inflater.end();
        }
    }
}
