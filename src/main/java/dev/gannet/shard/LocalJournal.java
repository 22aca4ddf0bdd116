package dev.gannet.shard;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The log of one server: all shards' entries in one row of files, so that many streams cost one sync of one file. While
 * one sync is under way the next batches gather, and go together.
 *
 * <p>When a write or a sync fails, the batches of that group fail and the file is done for; the next group begins
 * another file, whose head says how much of the one before is good. So it goes on by itself when the cause is gone.
 *
 * <p><b>Owner:</b> a thread of its own, which nobody interrupts; batches come to it through a bounded queue.
 */
public final class LocalJournal implements ShardLog, AutoCloseable {
    private static final int WAITING_MAX = 1024;
    private static final int GROUP_BYTES_MAX = 8 << 20;
    private static final long REST_MILLIS = 10;
    private static final long TRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Disk disk;
    private final String directory;
    private final int fileBytes;
    private final ServerLog log;
    private final Clock clock;
    private final AtomicReference<Totals> totals;
    private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong trimmed = new AtomicLong();
    private final AtomicLong triedNanos;
    private final JournalTimes times = new JournalTimes();
    private final JournalSpare spare;
    private final JournalEnds ends;
    private final List<EntryBatch> group = new ArrayList<>();
    private final JournalStage stage = new JournalStage();
    private final Thread thread;
    private JournalPlace place; // Of the newest file, good or not.
    private int previous; // The newest file that is good, as the next head will say, and how much of it.
    private int previousEnd;
    private long lastIndex;
    private long trimmedTo;
    private long groupBytes;
    private long syncNanos; // Of the last group.
    private boolean failing;
    private @Nullable JournalFile file; // Null before the first group, and when the last one has failed.

    private sealed interface Task {}

    private record Append(EntryBatch batch) implements Task {}

    private record Stop() implements Task {}

    private record Try() implements Task {}

    private LocalJournal(Settings settings, JournalPlace place, @Nullable Replayed replayed, long applied) {
        this.disk = settings.disk();
        this.directory = settings.directory();
        this.fileBytes = settings.fileBytes();
        this.log = settings.log();
        this.clock = settings.clock();
        this.place = place;
        this.ends = new JournalEnds(disk, directory);
        this.spare = new JournalSpare(settings);
        this.lastIndex = Math.max(applied, replayed == null ? 0 : replayed.last());
        if (replayed != null) {
            previous = replayed.place().number();
            previousEnd = replayed.end();
            replayed.ends().forEach(ends::add);
        }
        this.totals = new AtomicReference<>(new Totals(0, 0, 0, 0, ends.count(), lastIndex, 0, null));
        this.triedNanos = new AtomicLong(clock.nanoTime() - TRY_NANOS);
        this.thread = settings.threads().newThread(this::run);
    }

    /**
     * Where a journal is and what it is made with.
     *
     * @param directory its own; made if it is not there
     * @param fileBytes how long a file becomes, if no single batch is longer
     * @param background runs what may take long and is waited for by nobody
     */
    public record Settings(
            Disk disk,
            String directory,
            int fileBytes,
            ServerLog log,
            ThreadFactory threads,
            Executor background,
            Clock clock) {}

    /**
     * What the journal has done since it was opened.
     *
     * @param entries that became durable
     * @param bytes of them
     * @param syncs how often the disk was asked to make some durable
     * @param syncNanos how long that took together
     * @param files how many there are
     * @param lastIndex of the last entry that is durable
     * @param failures how many groups of entries could not be written
     * @param problem why nothing can be written now, or null
     */
    public record Totals(
            long entries,
            long bytes,
            long syncs,
            long syncNanos,
            int files,
            long lastIndex,
            long failures,
            @Nullable String problem) {}

    /** Returns what the journal has done. Any thread; it is of one moment. */
    public Totals totals() {
        return Objects.requireNonNull(totals.get());
    }

    /** Returns how long it takes, and how much it does at once. Any thread. */
    public JournalTimes times() {
        return times;
    }

    /**
     * Replays what the journal holds and begins to take more.
     *
     * @param applied the index up to which the entries are kept elsewhere
     * @param journalId a number that nobody outside can foretell, for a journal that is new
     * @throws JournalException if the files there cannot be read at all
     * @throws IOException if the disk fails; nothing was changed
     */
    public static LocalJournal open(Settings settings, long applied, long journalId, Replay replay) throws IOException {
        settings.disk().createDirectory(settings.directory());
        JournalRecovery recovery = new JournalRecovery(settings.disk(), settings.directory());
        Replayed replayed = recovery.replay(applied, replay);
        if (replayed != null) {
            recovery.keep(replayed);
        }
        List<JournalPlace> files = recovery.files();
        JournalPlace newest = files.isEmpty() ? new JournalPlace(journalId, 0) : files.get(files.size() - 1);
        LocalJournal journal = new LocalJournal(settings, newest, replayed, applied);
        journal.spare.begin();
        journal.thread.start();
        return journal;
    }

    @Override
    public boolean append(EntryBatch batch) {
        batch.handedOver(clock.nanoTime());
        return waiting.offer(new Append(batch));
    }

    /** The entries up to this index are kept elsewhere for good; files that hold no others are deleted, some time. */
    public void trim(long index) {
        trimmed.accumulateAndGet(index, Math::max);
    }

    /**
     * Has it begin a file although nobody has anything to be written, if the last group could not be: so it is known when
     * the cause is gone. Once a second at most. Any thread.
     */
    public void tryAgain() {
        long now = clock.nanoTime();
        long tried = triedNanos.get();
        if (totals().problem() != null && now - tried >= TRY_NANOS && triedNanos.compareAndSet(tried, now)) {
            waiting.offer(new Try());
        }
    }

    /** Commits what waits, and ends. Not for the journal's thread. */
    @Override
    public void close() throws InterruptedException {
        waiting.put(new Stop());
        thread.join();
    }

    private void run() {
        boolean stopped = false;
        while (!stopped) {
            Task task = await();
            if (task instanceof Try) {
                beginAgain();
            }
            stopped = gather(task);
            commit();
            trim();
        }
        rest();
        end();
    }

    private Task await() {
        while (true) {
            try {
                Task soon = waiting.poll(REST_MILLIS, TimeUnit.MILLISECONDS);
                if (soon != null) {
                    return soon;
                }
                rest();
                return waiting.take();
            } catch (InterruptedException e) {
                log.warn("journal: interrupted (expected: never); it goes on");
            }
        }
    }

    /** Takes what waits into the group; returns whether the end was asked for. */
    private boolean gather(Task first) {
        Task task = first;
        groupBytes = 0;
        while (task instanceof Append || task instanceof Try) {
            if (task instanceof Append append) {
                group.add(append.batch());
                groupBytes += append.batch().length();
            }
            task = groupBytes < GROUP_BYTES_MAX ? waiting.poll() : null;
        }
        return task instanceof Stop;
    }

    private void commit() {
        if (group.isEmpty()) {
            return;
        }
        Exception cause = null;
        try {
            write();
        } catch (IOException | RuntimeException e) {
            cause = e;
            giveUp(e);
        }
        if (cause == null) {
            times.committed(group, groupBytes, syncNanos, clock.nanoTime());
        }
        long index = lastIndex + 1;
        for (EntryBatch batch : group) {
            int count = batch.count(); // Once its owner is told, the batch is the owner's.
            tell(batch, index, cause);
            index += count;
        }
        if (cause == null) {
            lastIndex = index - 1;
        }
        note(cause);
        group.clear();
    }

    /** What could not be written is answered long ago; a file that can be begun takes what comes next. */
    private void beginAgain() {
        Totals before = totals();
        if (before.problem() == null) {
            return;
        }
        try {
            begin();
            writtenAgain();
            totals.set(new Totals(
                    before.entries,
                    before.bytes,
                    before.syncs,
                    before.syncNanos,
                    ends.count() + 1,
                    before.lastIndex,
                    before.failures,
                    null));
        } catch (IOException | RuntimeException e) {
            giveUp(e);
        }
    }

    private void note(@Nullable Exception cause) {
        Totals before = totals();
        if (cause != null) {
            totals.set(new Totals(
                    before.entries,
                    before.bytes,
                    before.syncs,
                    before.syncNanos,
                    ends.count(),
                    before.lastIndex,
                    before.failures + 1,
                    String.valueOf(cause.getMessage())));
            return;
        }
        totals.set(new Totals(
                before.entries + lastIndex - before.lastIndex,
                before.bytes + groupBytes,
                before.syncs + 1,
                before.syncNanos + syncNanos,
                ends.count() + 1,
                lastIndex,
                before.failures,
                null));
    }

    /** Writes the group to one file, so that it is committed as a whole. */
    private void write() throws IOException {
        JournalFile target = file;
        if (target == null || !target.hasRoom(groupBytes, fileBytes)) {
            target = begin();
        }
        long index = lastIndex + 1;
        target.begin();
        for (EntryBatch batch : group) {
            target.put(batch, index);
            index += batch.count();
        }
        long begun = clock.nanoTime();
        target.sync();
        syncNanos = clock.nanoTime() - begun;
        previous = target.place().number();
        previousEnd = target.synced();
        writtenAgain();
    }

    private void writtenAgain() {
        if (failing) {
            failing = false;
            log.notice("The journal is written again");
        }
    }

    private JournalFile begin() throws IOException {
        JournalFile full = file;
        file = null;
        if (full != null) {
            ends.add(new JournalEnds.End(full.place(), lastIndex, true));
            full.close();
        }
        place = spare.next(place);
        JournalSpare.Made taken = spare.take(place);
        try {
            JournalHead head = new JournalHead(previous, previousEnd, lastIndex + 1, taken.isReused());
            file = new JournalFile(place, taken.file(), stage, head, fileBytes);
        } catch (IOException e) {
            taken.file().close();
            throw e;
        }
        spare.want(place.next());
        return file;
    }

    /** The file is done for. What is good of it, the next one will say. */
    private void giveUp(Exception cause) {
        JournalFile failed = file;
        file = null;
        if (!failing) {
            failing = true;
            log.error("The journal cannot be written, nothing is acknowledged until it can: " + cause);
        }
        if (failed != null) {
            ends.add(new JournalEnds.End(failed.place(), lastIndex, false));
            close(failed);
        }
    }

    private void tell(EntryBatch batch, long index, @Nullable Exception cause) {
        try {
            if (cause == null) {
                batch.fate().committed(batch, index);
            } else {
                batch.fate().failed(batch, cause);
            }
        } catch (RuntimeException e) {
            log.error("journal: the owner of a batch failed (expected: never): " + e);
        }
    }

    /** There has been nothing to do for a moment. */
    private void rest() {
        trim();
        try {
            if (file != null) {
                file.mark(lastIndex);
            }
        } catch (IOException | RuntimeException e) {
            giveUp(e);
        }
    }

    private void trim() {
        long kept = trimmed.get();
        if (kept > trimmedTo) {
            trimmedTo = kept;
            try {
                ends.trim(kept, spare);
            } catch (IOException | RuntimeException e) {
                log.warn("journal: a file that is not needed any more cannot be deleted: " + e);
            }
        }
    }

    private void end() {
        JournalFile last = file;
        file = null;
        if (last != null) {
            close(last);
        }
        try {
            spare.close();
        } catch (IOException e) {
            log.warn("journal: " + e);
        }
    }

    private void close(JournalFile closed) {
        try {
            closed.close();
        } catch (IOException e) {
            log.warn("journal: " + e);
        }
    }
}
