package dev.gannet.client.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;

/**
 * Asks a consumer for messages, and knows how many it still owes.
 *
 * <p><b>Owner:</b> the observers' thread.
 */
final class PullRequests {
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration EXPIRES = Duration.ofSeconds(30);
    private static final int AHEAD = 4;
    private static final int HELD_MAX = 512;
    private static final int HEARTBEAT_STATUS = 100;
    private static final int NOTHING_NOW = 404;
    private static final int EXPIRED = 408;
    private static final String STILL_OWED = "Nats-Pending-Messages";

    private final Connection connection;
    private final String subject;
    private final String inbox;
    private final int heldMax;
    private int owed;
    private boolean heard = true;

    PullRequests(Connection connection, StreamSettings settings, String inbox) {
        this.connection = connection;
        this.subject = "$JS.API.CONSUMER.MSG.NEXT." + settings.stream() + "." + settings.consumer();
        this.inbox = inbox;
        this.heldMax = Math.max(settings.concurrency(), Math.min(HELD_MAX, AHEAD * settings.concurrency()));
    }

    /**
     * Asks for more if there is room for half of what may be held.
     *
     * @throws IllegalStateException if the connection is closed
     */
    void more(int held) {
        int room = heldMax - held - owed;
        if (room <= 0 || room < heldMax / 2) {
            return;
        }
        String request = "{\"batch\":" + room + ",\"expires\":" + EXPIRES.toNanos() + ",\"idle_heartbeat\":"
                + HEARTBEAT.toNanos() + "}";
        connection.publish(subject, inbox, request.getBytes(UTF_8));
        owed += room;
        heard = true;
    }

    void arrived() {
        heard = true;
        owed = Math.max(0, owed - 1);
    }

    /** Forgets what was asked for: the answers are lost, with a connection perhaps. */
    void lost() {
        owed = 0;
    }

    /** Says whether, since it was asked last, nothing has come though something is owed: not even a heartbeat. */
    boolean isSilent() {
        boolean wasHeard = heard;
        heard = false;
        return owed > 0 && !wasHeard;
    }

    /** Says whether a status is one of those that come in the normal course of things. */
    boolean isUsual(Message status) {
        heard = true;
        int code = status.getStatus().getCode();
        if (code == HEARTBEAT_STATUS) {
            return true;
        }
        if (code == EXPIRED || code == NOTHING_NOW) {
            owed = Math.max(0, owed - stillOwed(status));
            return true;
        }
        return false;
    }

    private int stillOwed(Message status) {
        String text = status.getHeaders() == null ? null : status.getHeaders().getFirst(STILL_OWED);
        try {
            return text == null ? owed : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return owed;
        }
    }
}
