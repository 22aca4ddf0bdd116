package dev.gannet.jmx;

import dev.gannet.monitor.jetstream.JetStreamView;
import java.util.concurrent.TimeUnit;

/** The journal's figures, each asked for anew. Any thread. */
final class ManagedJournal implements JournalMXBean {
    private final JetStreamView view;

    ManagedJournal(JetStreamView view) {
        this.view = view;
    }

    @Override
    public boolean isWritable() {
        return view.problem() == null;
    }

    @Override
    public String getProblem() {
        String problem = view.problem();
        return problem == null ? "" : problem;
    }

    @Override
    public long getEntries() {
        return view.journal().entries();
    }

    @Override
    public long getBytes() {
        return view.journal().bytes();
    }

    @Override
    public long getSyncs() {
        return view.journal().syncs();
    }

    @Override
    public long getSyncMicros() {
        return TimeUnit.NANOSECONDS.toMicros(view.journal().syncNanos());
    }

    @Override
    public long getFailures() {
        return view.journal().failures();
    }

    @Override
    public long getFaults() {
        return view.faults().count();
    }

    @Override
    public String[] getLatestFaults() {
        return view.faults().latest().toArray(String[]::new);
    }

    @Override
    public int getFiles() {
        return view.journal().files();
    }

    @Override
    public long getLastIndex() {
        return view.journal().lastIndex();
    }

    @Override
    public String getStoreDirectory() {
        return view.bounds().directory();
    }

    @Override
    public long getStoreBytesMax() {
        return view.bounds().storeBytes();
    }

    @Override
    public long getStoreBytes() {
        return view.usage().storeBytes();
    }

    @Override
    public long getMemoryBytesMax() {
        return view.bounds().memoryBytes();
    }

    @Override
    public long getMemoryBytes() {
        return view.usage().memoryBytes();
    }
}
