package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;

/**
 * Writes a packed segment file, which is a new one, from its first byte to its last.
 *
 * <p><b>Owner:</b> one background thread.
 */
final class PackedWriter implements SegmentWriter {
    private static final int BUFFER_BYTES = 256 << 10;

    private final SegmentPlace place;
    private final OpenFiles files;
    private final int plainLength;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final ByteBuffer block = ByteBuffer.allocate(PackedLayout.BLOCK_BYTES);
    private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer table; // With the head before it.
    private int blocks;
    private int written;

    PackedWriter(SegmentPlace place, OpenFiles files, int plainLength) {
        this.place = place;
        this.files = files;
        this.plainLength = plainLength;
        this.table = ByteBuffer.allocate(PackedLayout.start(plainLength));
        SegmentHead.write(table, place.head(), place);
        this.written = table.capacity();
    }

    @Override
    public void write(ByteBuffer plain) throws IOException {
        while (plain.hasRemaining()) {
            int part = Math.min(plain.remaining(), block.remaining());
            block.put(plain.slice(plain.position(), part));
            plain.position(plain.position() + part);
            if (!block.hasRemaining()) {
                pack();
            }
        }
    }

    private void pack() throws IOException {
        if (out.remaining() < PackedLayout.HEAD_BYTES + PackedLayout.BLOCK_BYTES) {
            flush();
        }
        int at = out.position();
        int body = at + PackedLayout.HEAD_BYTES;
        int length = block.position();
        deflater.reset();
        deflater.setInput(block.array(), 0, length);
        deflater.finish();
        int packed = deflater.deflate(out.array(), body, length);
        boolean asIs = !deflater.finished();
        if (asIs) {
            packed = length;
            out.put(body, block.array(), 0, length);
        }
        PackedLayout.writeHead(out, at, place, blocks, asIs ? PackedLayout.asIs(packed) : packed);
        table.putInt(PackedLayout.tablePosition(blocks), written + at);
        out.position(body + packed);
        block.clear();
        blocks++;
    }

    private void flush() throws IOException {
        int length = out.position();
        files.write(place.path(), out.flip(), written);
        written += length;
        out.clear();
    }

    @Override
    public void finish() throws IOException {
        if (block.position() > 0) {
            pack();
        }
        if (blocks != PackedLayout.blocks(plainLength)) {
            throw new IllegalStateException(
                    place.path() + ": " + blocks + " blocks (expected: " + PackedLayout.blocks(plainLength) + ")");
        }
        flush();
        table.putInt(PackedLayout.tablePosition(blocks), written);
        files.write(place.path(), table.clear(), 0);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
