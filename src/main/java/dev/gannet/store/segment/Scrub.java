package dev.gannet.store.segment;

import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentWindow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * Looks through one sealed segment for messages that are damaged, before somebody needs them. How fast is the caller's:
 * a little at a time.
 *
 * <p><b>Owner:</b> made on the stream loop; then one background thread.
 */
public final class Scrub implements AutoCloseable {
    private final SegmentFile file;
    private final SegmentIndex index;
    private final long baseSeq;
    private final long[] dead; // When it was made.
    private final Losses losses;
    private final SegmentWindow window;
    private final RecordLayout layout = new RecordLayout();
    private int next;
    private boolean closed;

    Scrub(Segment segment, SegmentIndex index, OpenFiles files, Losses losses) {
        this.file = segment.file();
        this.index = index;
        this.baseSeq = segment.baseSeq();
        this.dead = segment.copyOfDead();
        this.losses = losses;
        this.window = new SegmentWindow(file.place(), files, file.end());
        file.pin();
    }

    /** Returns the sequence from which on the next segment is looked for. */
    public long nextSeq() {
        return baseSeq + index.size();
    }

    /**
     * Looks at about so many bytes more, and tells the store's listener what is damaged. Returns whether there are more;
     * if not, or if its stream is deleted meanwhile, it is closed.
     *
     * @throws IOException if the file cannot be read just now; the same bytes come again
     */
    public boolean run(int bytesMax) throws IOException {
        for (long seen = 0; !file.isGone() && seen < bytesMax && next < index.size(); next++) {
            if (!isDead(next)) {
                seen += check(next);
            }
        }
        boolean hasMore = next < index.size() && !file.isGone();
        if (!hasMore) {
            close();
        }
        return hasMore;
    }

    /** It will not go on. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.unpin();
        }
    }

    private boolean isDead(int entry) {
        return entry >>> 6 < dead.length && (dead[entry >>> 6] & (1L << entry)) != 0;
    }

    private int check(int entry) throws IOException {
        int length = index.length(entry);
        int position = index.offset(entry);
        try {
            if (length < RecordLayout.HEAD_BYTES || !window.load(position, length) || !isWhole(entry)) {
                losses.add(
                        baseSeq + entry,
                        "no whole record stands at " + position + " of "
                                + file.place().path());
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (!file.isGone()) { // With its stream.
                losses.add(baseSeq + entry, "its file " + file.place().path() + " is not there");
            }
        }
        return length;
    }

    /** One that was erased meanwhile is whole too. */
    private boolean isWhole(int entry) {
        ByteBuffer buffer = window.buffer();
        int at = window.at(index.offset(entry));
        return layout.isHead(buffer, at, file.place(), index.offset(entry))
                && RecordLayout.seq(buffer, at) == baseSeq + entry
                && RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(buffer, at) == index.length(entry)
                && layout.isBody(buffer, at);
    }
}
