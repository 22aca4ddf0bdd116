package dev.gannet.process.log;

import dev.gannet.process.log.LogEntry.Change;
import dev.gannet.process.log.LogEntry.LogLine;
import dev.gannet.process.log.LogEntry.Lost;
import dev.gannet.process.log.LogEntry.Reopen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * Writes a log's lines on a thread of its own, so that a slow disk, a stopped terminal or a dead log server does not hold
 * up an event loop. Lines wait in a queue. When it is full, who logs waits for a moment, as long as lines go out; if none
 * does, lines are dropped at once. How many were lost is said where they would have been.
 *
 * <p><b>Owner:</b> any thread adds, under this object's lock. The destination belongs to the writer's thread.
 */
final class LogWriter implements Runnable {
    static final int LINES_MAX = 8 * 1024;
    static final int CHARACTERS_MAX = 2 * 1024 * 1024;
    private static final long WAIT_MILLIS = 100;
    private static final long STEP_MILLIS = 5; // A wait that is woken in vain counts as one step.
    private static final long END_MILLIS = 2_000;

    private final Thread thread = new Thread(this, "gannet-log");
    private ArrayDeque<LogEntry> waiting = new ArrayDeque<>();
    private int characters; // Of the lines that wait.
    private long dropped; // Lines, since one was last added.
    private long batches; // How often lines were taken.
    private boolean stuck; // A line was dropped, and none has been taken since.
    private boolean idle;
    private boolean closing;

    // The writer's own.
    private ArrayDeque<LogEntry> batch = new ArrayDeque<>();
    private LogDestination destination;
    private long unflushed; // Lines that the destination may still lose.
    private long lost; // Lines that could not be written.

    LogWriter(LogDestination destination) {
        this.destination = destination;
        thread.setDaemon(true);
    }

    LogWriter start() {
        thread.start();
        return this;
    }

    /** Adds a line if there is room, or soon will be. After the end it does nothing. */
    synchronized void add(LogLine line) {
        if (closing) {
            return;
        }
        if (!hasRoom() && !awaitRoom()) {
            dropped++;
            return;
        }
        if (dropped > 0) {
            put(new Lost(line.time(), dropped));
            dropped = 0;
        }
        characters += line.text().length();
        put(line);
    }

    /** Adds what is never dropped. */
    synchronized void command(LogEntry command) {
        if (!closing) {
            put(command);
        }
    }

    private void put(LogEntry entry) {
        waiting.add(entry);
        if (idle) {
            idle = false;
            notifyAll();
        }
    }

    private boolean hasRoom() {
        return waiting.size() < LINES_MAX && characters < CHARACTERS_MAX;
    }

    private boolean awaitRoom() {
        if (stuck) {
            return false;
        }
        long before = batches;
        await(this::hasRoom, WAIT_MILLIS);
        stuck = batches == before;
        return hasRoom();
    }

    /** Waits until all that was added has been written, bounded in time. Returns whether it has. */
    synchronized boolean flush() {
        await(() -> idle || !thread.isAlive(), END_MILLIS);
        return idle || !thread.isAlive();
    }

    private void await(BooleanSupplier condition, long millisMax) {
        try {
            for (long millis = 0; !condition.getAsBoolean() && millis < millisMax; millis += STEP_MILLIS) {
                wait(STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has what the writer is stuck in fail, if that can: nobody wants the destination any more. */
    void abort() {
        if (!flush()) {
            thread.interrupt();
        }
    }

    /** Writes what waits, bounded in time, and ends. */
    void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(END_MILLIS);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (take()) {
            for (LogEntry entry = batch.poll(); entry != null; entry = batch.poll()) {
                write(entry);
            }
            flushDestination();
        }
        end(destination);
    }

    /** Waits for entries; returns false at the end. */
    private synchronized boolean take() {
        try {
            while (waiting.isEmpty()) {
                if (closing) {
                    return false;
                }
                idle = true;
                notifyAll();
                wait();
            }
        } catch (InterruptedException e) {
            return !closing || !waiting.isEmpty(); // What was to be aborted is over already.
        }
        ArrayDeque<LogEntry> taken = waiting;
        waiting = batch;
        batch = taken;
        characters = 0;
        batches++;
        stuck = false;
        idle = false;
        notifyAll();
        return true;
    }

    private void write(LogEntry entry) {
        if (entry instanceof LogLine line) {
            write(line);
        } else if (entry instanceof Lost more) {
            lost += more.lines();
            reportLost(more.time());
        } else if (entry instanceof Reopen reopen) {
            reopen(reopen.time());
        } else if (entry instanceof Change change) {
            change(change);
        }
    }

    private void write(LogLine line) {
        if (lost > 0) {
            reportLost(line.time());
        }
        if (!tryWrite(line)) {
            lost++;
        }
    }

    private void reportLost(Instant now) {
        String report = "Unable to write " + lost + " log lines before this one";
        if (tryWrite(new LogLine(now, LogLevel.WARN, report)) && flushDestination()) {
            lost = 0;
        }
    }

    /** Returns false if it cannot be written. There is no other place to say it; the next line that goes through does. */
    private boolean tryWrite(LogLine line) {
        try {
            destination.write(line);
            unflushed++;
            return true;
        } catch (IOException e) {
            lost += unflushed;
            unflushed = 0;
            return false;
        }
    }

    private boolean flushDestination() {
        try {
            destination.flush();
            unflushed = 0;
            return true;
        } catch (IOException e) {
            lost += unflushed;
            unflushed = 0;
            return false;
        }
    }

    private void reopen(Instant now) {
        flushDestination();
        try {
            boolean isFile = destination.reopen();
            String text = isFile ? "File log re-opened" : "File log re-open ignored, not a file logger";
            write(new LogLine(now, LogLevel.NOTICE, text));
        } catch (IOException e) {
            String text = "Unable to re-open the log file (" + e + "), going on in the old one";
            write(new LogLine(now, LogLevel.ERROR, text));
        }
    }

    private void change(Change change) {
        flushDestination();
        boolean aborted = Thread.interrupted(); // The interrupt was meant for the former destination.
        assert !aborted || lost >= 0;
        LogDestination former = destination;
        destination = change.destination();
        end(former);
        if (destination instanceof FileDestination file && file.isFull()) {
            write(new LogLine(change.time(), LogLevel.NOTICE, "Rotating logfile..."));
        }
    }

    private void end(LogDestination ended) {
        try {
            ended.close();
        } catch (IOException e) {
            assert ended != destination || lost >= 0 : e; // All that it was given was flushed before.
        }
    }
}
