package dev.gannet.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket that takes as many bytes as the test lets it.
 *
 * <p><b>Owner:</b> the test's thread.
 */
public final class FakeSink implements Sink {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final List<OutboxFailure> failures = new ArrayList<>();
    private long room = Long.MAX_VALUE;
    private int writes;
    private int drainRequests;
    private boolean broken;
    private boolean forgets;
    private Runnable whenFailed = () -> {};

    /** Takes only this many bytes more, until told otherwise. */
    public void take(long bytes) {
        room = bytes;
    }

    /** Counts bytes and does not keep them, so that nothing is allocated. */
    public void forget() {
        forgets = true;
    }

    /** Refuses every write from now on. */
    public void breakDown() {
        broken = true;
    }

    /** Does this when the outbox gives up. */
    public void whenFailed(Runnable action) {
        whenFailed = action;
    }

    /** Returns what was taken; a char is a byte. */
    public String text() {
        return taken.toString(ISO_8859_1);
    }

    /** Returns what was taken since the last call. */
    public String takeText() {
        String text = text();
        taken.reset();
        return text;
    }

    public byte[] bytes() {
        return taken.toByteArray();
    }

    public int writes() {
        return writes;
    }

    public int drainRequests() {
        return drainRequests;
    }

    public List<OutboxFailure> failures() {
        return failures;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        writes++;
        takeFrom(source);
        failIfBroken();
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        writes++;
        long before = 0;
        long after = 0;
        for (int i = 0; i < count; i++) {
            before += sources[i].remaining();
            takeFrom(sources[i]);
            after += sources[i].remaining();
        }
        failIfBroken();
        return before - after;
    }

    private void failIfBroken() throws IOException {
        if (broken) {
            throw new IOException("Broken pipe");
        }
    }

    private void takeFrom(ByteBuffer source) {
        int count = (int) Math.min(room, source.remaining());
        room -= count;
        if (forgets) {
            source.position(source.position() + count);
            return;
        }
        byte[] bytes = new byte[count];
        source.get(bytes);
        taken.writeBytes(bytes);
    }

    @Override
    public void requestDrain() {
        drainRequests++;
    }

    @Override
    public void failed(OutboxFailure failure) {
        failures.add(failure);
        whenFailed.run();
    }
}
