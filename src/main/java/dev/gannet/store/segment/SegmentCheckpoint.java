package dev.gannet.store.segment;

import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.record.DeletesImage;
import dev.gannet.store.record.IndexImage;
import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.subjects.SubjectTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint does for one segment: what is written becomes durable, and so do the index of one that was sealed
 * and the deletes. Where little is left of a segment, that goes to another file instead.
 *
 * <p><b>Owner:</b> the stream loop makes it and ends it; between, one background thread.
 */
final class SegmentCheckpoint {
    private final Segment segment;
    private final SegmentFile file;
    private final SegmentPlace place;
    private final OpenFiles files;
    private final SegmentState state;
    private final boolean needsSync;
    private final long writesThen;
    private final long deletesThen;
    private final long erasuresThen;
    private final long @Nullable [] dead; // To be written.
    private final @Nullable IndexImage image; // To be written.
    private final @Nullable SegmentMove move;
    private boolean synced;
    private boolean failed;
    private boolean moved;

    /** Takes what the segment is now; {@code target} is where what is left of it goes, or null to leave it. */
    SegmentCheckpoint(Segment segment, OpenFiles files, SubjectTable subjects, @Nullable Target target) {
        this.segment = segment;
        this.files = files;
        this.file = segment.file();
        this.place = file.place();
        this.needsSync = !file.isSynced();
        this.writesThen = file.writes();
        this.deletesThen = segment.deletes();
        this.erasuresThen = segment.erasures();
        boolean keepsDeletes = segment.hasDeletesToKeep() || target != null;
        this.dead = keepsDeletes ? segment.copyOfDead() : null;
        boolean keepsIndex = target != null || (segment.isSealed() && !segment.isIndexDurable());
        SegmentIndex index = target != null ? target.index() : segment.index();
        this.image = keepsIndex && index != null ? IndexImage.of(place, index, segment::isLive, subjects) : null;
        this.state = new SegmentState(
                segment.baseSeq(),
                place.number(),
                file.end(),
                segment.entries(),
                segment.live(),
                segment.firstTimestampNanos(),
                segment.lastTimestampNanos(),
                segment.flags(),
                keepsDeletes ? segment.newDeletesVersion() : segment.deletesVersion());
        this.move = target == null ? null : new SegmentMove(segment, target);
    }

    /** Where what is left of a segment goes. */
    record Target(SegmentPlace place, SegmentIndex index) {}

    /** Makes it durable. */
    void sync() throws IOException {
        if (file.isGone()) {
            return; // With its store.
        }
        try {
            SegmentMove to = move;
            if (to != null) {
                to.run(files, state.length());
                writeBeside(to.place(), to.offsets());
                moved = true;
                return;
            }
            if (needsSync) {
                files.sync(place.path());
                synced = true;
            }
            writeBeside(place, null);
        } catch (IOException e) {
            failed = needsSync && !synced;
            throw e;
        }
    }

    private void writeBeside(SegmentPlace where, int @Nullable [] offsets) throws IOException {
        if (image != null) {
            write(where.indexPath(), offsets == null ? image.bytes() : image.bytes(where, offsets));
        }
        if (dead != null) {
            write(where.deletesPath(state.deletesVersion()), DeletesImage.bytes(where, state.entries(), dead));
        }
    }

    private void write(String path, ByteBuffer bytes) throws IOException {
        files.delete(path); // Of a checkpoint that was not kept.
        files.create(path);
        files.write(path, bytes, 0);
        files.sync(path);
        files.forget(path);
    }

    /** Returns what a manifest says of it. */
    SegmentState state() {
        return moved && move != null ? move.state(state) : state;
    }

    /** A manifest that says so is durable. */
    void kept(Leftovers leftovers) {
        SegmentMove to = move;
        int versionBefore = segment.deletesVersion();
        if (dead != null) {
            segment.deletesKept(deletesThen, state.deletesVersion());
        }
        if (image != null) {
            segment.indexDurable();
        }
        if (moved && to != null) {
            leftovers.unneeded(segment.file(), versionBefore);
            segment.moved(SegmentFile.open(to.place(), files, to.length()), to.offsets(), erasuresThen);
            return;
        }
        segment.file().synced(writesThen);
        if (dead != null && versionBefore > 0) {
            leftovers.unneeded(place.deletesPath(versionBefore));
        }
    }

    /** It was not kept; what could not be synced goes to another file next time. */
    void abandon(Segments segments, Leftovers leftovers) {
        if (failed) {
            segments.giveUp(segment);
        }
        if (move != null) {
            leftovers.add(SegmentFile.open(move.place(), files, SegmentHead.BYTES), state.deletesVersion());
        } else if (dead != null) {
            leftovers.add(place.deletesPath(state.deletesVersion()));
        }
    }
}
