package dev.gannet.store.segment;

import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.Erasure;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.subjects.SubjectTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state of a store on its way to be durable: taken on the stream loop, made durable elsewhere ({@link #sync}), named by
 * {@link #manifest}, and {@link #kept} when who keeps manifests has that one. Only then are files not needed any more that
 * nothing is in, because until then the manifest before may be gone back to; the next one's sync deletes them.
 *
 * <p><b>Owner:</b> the stream loop, but for {@link #sync} and {@link #manifest}, which come between on another thread.
 */
public final class StoreCheckpoint {
    /** So much is read at one time to move what is left of segments. */
    private static final long MOVED_BYTES_MAX = 256L << 20;

    private final Of of;
    private final boolean clean;
    private final Runnable whenKept;
    private final boolean allWritten;
    private final @Nullable Exception writeProblem;
    private final List<SegmentCheckpoint> parts = new ArrayList<>();
    private final List<Fetch> missing = new ArrayList<>();
    private final Leftovers.Then leftovers;
    private final List<Erasure> due;
    private final List<Erasure> removed;
    private final int lastNumber;
    private final long lastSeq;
    private final long lastTimestampNanos;

    /** What a checkpoint is of. */
    record Of(
            MessageStore.Settings settings,
            String directory,
            SubjectTable table,
            Segments segments,
            Leftovers leftovers,
            Erasures erasures) {}

    /** Takes what the store is now; {@code clean} if that is what it was when one was kept. */
    StoreCheckpoint(Of of, boolean clean, Runnable whenKept) {
        this.of = of;
        this.whenKept = whenKept;
        Segments segments = of.segments();
        this.allWritten = segments.unwrittenBytes() == 0;
        this.writeProblem = segments.writeProblem();
        this.leftovers = of.leftovers().now();
        this.due = of.erasures().due();
        this.removed = of.erasures().removed();
        this.clean = clean && due.isEmpty() && segments.list().stream().noneMatch(Segment::isErasing);
        long movable = this.clean ? 0 : MOVED_BYTES_MAX;
        for (Segment segment : segments.list()) {
            SegmentCheckpoint.Target target = null;
            if (movable > 0 && segments.shouldMove(segment)) {
                movable -= segment.file().end();
                target = target(segments, segment);
            }
            parts.add(new SegmentCheckpoint(segment, of.settings().files(), of.table(), target));
        }
        this.lastNumber = segments.lastNumber();
        this.lastSeq = segments.lastSeq();
        this.lastTimestampNanos = segments.lastTimestampNanos();
    }

    /** Returns where what is left of a segment goes; null to leave it for now, because its index is not in memory. */
    private SegmentCheckpoint.@Nullable Target target(Segments segments, Segment segment) {
        try {
            SegmentIndex index = segments.index(segment);
            return new SegmentCheckpoint.Target(segments.newPlace(segment.baseSeq()), index);
        } catch (NotInMemoryException e) {
            missing.add(e.fetch());
            return null;
        } catch (UncheckedIOException e) {
            of.settings().log().warn(of.directory() + ": " + e.getMessage() + ": " + e.getCause());
            return null;
        }
    }

    /** Returns what the next checkpoint needs in memory, so that more of what is left of segments can move. */
    public List<Fetch> missing() {
        return missing;
    }

    /** Returns whether nothing has changed since the last one that was kept: there is nothing to sync. */
    public boolean isClean() {
        return clean;
    }

    /**
     * Makes everything durable that the manifest will say; takes as long as the disk does. When it fails the checkpoint
     * is void; the next one does it all again.
     */
    public void sync() throws IOException {
        if (clean) {
            return;
        }
        of.leftovers().deleteUnneeded();
        if (!allWritten) {
            throw new IOException(of.directory() + ": not all messages can be written", writeProblem);
        }
        IOException failure = null;
        for (SegmentCheckpoint part : parts) {
            try {
                part.sync();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        for (Erasure erasure : due) {
            erasure.run(of.settings().files(), of.directory());
        }
        of.settings().disk().syncDirectory(of.directory());
        int parent = of.directory().lastIndexOf('/');
        if (parent > 0) {
            of.settings().disk().syncDirectory(of.directory().substring(0, parent));
        }
    }

    /** Returns what opens the store as it was when the checkpoint was taken; after {@link #sync}. */
    public ByteBuffer manifest() {
        List<SegmentState> states = new ArrayList<>();
        parts.forEach(part -> states.add(part.state()));
        return new StoreManifest(lastNumber, lastSeq, lastTimestampNanos, states, removed).bytes();
    }

    /** The manifest is durable, and none before it will be gone back to. */
    public void kept() {
        parts.forEach(part -> part.kept(of.leftovers()));
        of.leftovers().unneeded(leftovers);
        of.erasures().kept(due, removed);
        whenKept.run();
    }

    /** It was not kept. What it has written may still be named by a manifest, so that goes with the next one. */
    void abandon() {
        parts.forEach(part -> part.abandon(of.segments(), of.leftovers()));
    }
}
