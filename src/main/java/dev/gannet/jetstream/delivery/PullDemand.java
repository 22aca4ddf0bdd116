package dev.gannet.jetstream.delivery;

import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.PriorityPolicy;
import dev.gannet.jetstream.delivery.said.Asker;
import dev.gannet.jetstream.delivery.said.PullRequest;
import dev.gannet.jetstream.delivery.said.PullRequest.PullPriority;
import dev.gannet.jetstream.delivery.said.PullRequestReader;
import dev.gannet.protocol.GoDuration;
import dev.gannet.protocol.json.JsonException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The requests for messages of one consumer (CO-111 to CO-140).
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class PullDemand implements Demand {
    private static final byte[] NO_HEADERS = {};
    private static final int PRIORITY_MAX = 9;

    private final Courier courier;
    private final ConsumerConfig config;
    private final PullRequestReader reader = Deliveries.READER;
    private final WaitingQueue queue;
    private final Pin pin;
    private @Nullable Waiting taker;

    PullDemand(Courier courier, ConsumerConfig config) {
        this(courier, config, new Pin(courier, config.priority()));
    }

    private PullDemand(Courier courier, ConsumerConfig config, Pin pin) {
        this.courier = courier;
        this.config = config;
        this.queue = new WaitingQueue(config.priority().policy() == PriorityPolicy.PRIORITIZED);
        this.pin = pin;
    }

    /** Returns the same with other settings. */
    PullDemand with(ConsumerConfig other) {
        pin.settings(other.priority());
        PullDemand next = new PullDemand(courier, other, pin);
        queue.removeIf(request -> {
            next.queue.add(request);
            return true;
        });
        return next;
    }

    @Override
    public void release() {
        // Its requests and who is bound are taken over.
    }

    Pin pin() {
        return pin;
    }

    /** Takes a request; the asker is told if nothing will come of it. */
    void pull(byte[] reply, byte[] body, long nowNanos) {
        PullRequest request;
        try {
            request = reader.read(body);
        } catch (JsonException e) {
            courier.tell(reply, Status.of("400 Bad Request - " + e.problem()));
            return;
        }
        String refused = refusal(request, nowNanos);
        if (refused != null) {
            courier.tell(reply, Status.of(refused));
            return;
        }
        if (queue.size() >= config.pull().maxWaiting()) {
            prune(nowNanos);
        }
        if (request.noWait() && isRefusedNow(request, reply, nowNanos)) {
            courier.used(nowNanos);
            return;
        }
        if (queue.size() >= config.pull().maxWaiting()) {
            if (request.heartbeatNanos() == 0) {
                courier.tell(reply, Status.MAX_WAITING);
            }
            return;
        }
        courier.used(nowNanos);
        Asker asker = Asker.of(courier.of().account(), reply);
        if (asker.isGone()) {
            return;
        }
        Waiting waiting = new Waiting(reply, asker, request, nowNanos);
        queue.add(waiting);
        courier.plan(waiting.dueNanos());
        courier.ready();
    }

    /** Returns why a request is refused, in the order in which that is looked at (CO-119), or null. */
    private @Nullable String refusal(PullRequest request, long nowNanos) {
        ConsumerConfig.Pull limits = config.pull();
        if (limits.maxBatch() > 0 && request.batch() > limits.maxBatch()) {
            return "409 Exceeded MaxRequestBatch of " + limits.maxBatch();
        }
        if (limits.maxExpiresNanos() > 0 && request.expiresNanos() > limits.maxExpiresNanos()) {
            return "409 Exceeded MaxRequestExpires of " + GoDuration.format(Duration.ofNanos(limits.maxExpiresNanos()));
        }
        if (limits.maxBytes() > 0 && request.maxBytes() > limits.maxBytes()) {
            return "409 Exceeded MaxRequestMaxBytes of " + limits.maxBytes();
        }
        return request.priority().isSaid() ? refusal(request.priority(), nowNanos) : null;
    }

    private @Nullable String refusal(PullPriority asked, long nowNanos) {
        PriorityPolicy policy = config.priority().policy();
        if ((asked.minPending() != 0 || asked.minAckPending() != 0) && policy != PriorityPolicy.OVERFLOW) {
            return "400 Bad Request - Not a Overflow Priority consumer";
        }
        if (!asked.id().isEmpty() && policy != PriorityPolicy.PINNED_CLIENT) {
            return "400 Bad Request - Not a Pinned Client Priority consumer";
        }
        if (asked.priority() < 0 || asked.priority() > PRIORITY_MAX) {
            return "400 Bad Request - Priority must be between 0 and 9";
        }
        if (policy == PriorityPolicy.NONE) {
            return null;
        }
        if (asked.group().isEmpty()) {
            return "400 Bad Request - Priority Group missing";
        }
        if (!config.priority().groups().contains(asked.group())) {
            return "400 Bad Request - Invalid Priority Group";
        }
        return pin.accepts(asked, nowNanos) ? null : "423 Nats-Pin-Id mismatch";
    }

    /** Tells who does not want to wait if there is nothing for it (CO-121, CO-122). */
    private boolean isRefusedNow(PullRequest request, byte[] reply, long nowNanos) {
        long pending = courier.pendingMessages();
        if (pending == 0 && request.expiresNanos() == 0) {
            courier.tell(reply, Status.NO_MESSAGES);
            return true;
        }
        if (pending > 0) {
            prune(nowNanos);
            if (pending < queue.wanted()) {
                courier.tell(reply, Status.REQUESTS_PENDING);
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isThere() {
        return !queue.isEmpty();
    }

    @Override
    public boolean offer(Parcel parcel) {
        for (int looked = 0; looked < queue.size(); ) {
            Waiting first = queue.first();
            if (first == null) {
                return false;
            }
            if (first.isExpired(parcel.nowNanos())) {
                expire(first);
                queue.removeFirst();
                courier.used(parcel.nowNanos());
                continue;
            }
            Pin.Turn turn = pin.turn(first, parcel.nowNanos());
            if (turn == Pin.Turn.WRONG) {
                tell(first, "423 Nats-Wrong-Pin-Id");
                queue.removeFirst();
                continue;
            }
            if (turn == Pin.Turn.WAIT || !isServed(first.priority())) {
                queue.rotate();
                looked++;
                continue;
            }
            if (!first.hasRoom(parcel.size())) {
                tell(first, "409 Message Size Exceeds MaxBytes");
                queue.removeFirst();
                continue;
            }
            if (reaches(first.asker(), parcel.replyLength())) {
                pin.serve(first, parcel.nowNanos());
                taker = first;
                return true;
            }
            queue.removeFirst(); // CO-126
            if (first.asker().isElsewhere()) {
                courier.tell(first.reply(), Status.of("408 Interest Expired", first));
            }
        }
        return false;
    }

    private boolean reaches(Asker asker, int replyLength) {
        return courier.of().sender().reaches(asker.account(), asker.subject(), replyLength);
    }

    /** Returns whether it is late enough for who only wants what others leave (CO-157). */
    private boolean isServed(PullPriority asked) {
        if (config.priority().policy() != PriorityPolicy.OVERFLOW
                || (asked.minPending() <= 0 && asked.minAckPending() <= 0)) {
            return true;
        }
        return (asked.minPending() > 0 && asked.minPending() <= courier.pendingKnown())
                || (asked.minAckPending() > 0
                        && asked.minAckPending() <= courier.consumer().state().pending());
    }

    @Override
    public byte[] headers() {
        return config.priority().policy() == PriorityPolicy.PINNED_CLIENT ? pin.header() : NO_HEADERS;
    }

    @Override
    public void sent(Parcel parcel) {
        Waiting served = taker;
        taker = null;
        if (served == null) {
            return;
        }
        if (!served.take(parcel.size())) {
            served.rest(parcel.nowNanos());
            queue.rotate();
            return;
        }
        queue.removeFirst();
        if (served.leftBytes() > 0) {
            tell(served, "409 Batch Completed");
        }
    }

    private void tell(Waiting request, String status) {
        tell(request, Status.of(status, request));
    }

    private boolean tell(Waiting request, byte[] status) {
        Asker asker = request.asker();
        return courier.of().sender().status(asker.account(), asker.subject(), status);
    }

    private void expire(Waiting request) {
        tell(request, "408 Request Timeout");
    }

    @Override
    public void atEnd(long nowNanos) {
        if (!queue.isEmpty()) {
            queue.removeIf(request -> endsNow(request, nowNanos));
        }
    }

    /** Ends a request that does not want to wait for more, unless it waits for its first message until it expires (CO-123). */
    private boolean endsNow(Waiting request, long nowNanos) {
        boolean isOver = request.isNoWait() && (!request.expires() || request.isBegun());
        if (isOver) {
            tell(request, Status.NO_MESSAGES);
            courier.used(nowNanos);
        }
        return isOver;
    }

    @Override
    public long dueNanos() {
        return Math.min(queue.dueNanos(), pin.dueNanos());
    }

    @Override
    public void due(long nowNanos) {
        if (pin.due(nowNanos)) {
            courier.ready();
        }
        boolean isTime = queue.dueNanos() <= nowNanos;
        queue.removeIf(request -> {
            if (request.isExpired(nowNanos)) {
                expire(request);
                courier.used(nowNanos);
                return true;
            }
            if (isTime && endsNow(request, nowNanos)) {
                return true; // Also one that waits because too much is not acknowledged yet.
            }
            if (request.isHeartbeatDue(nowNanos)) {
                request.rest(nowNanos);
                return !tell(request, courier.heartbeat(""));
            }
            return false;
        });
    }

    private boolean isHeard(Waiting request) {
        Asker asker = request.asker();
        return courier.of().sender().isHeard(asker.account(), asker.subject());
    }

    private void prune(long nowNanos) {
        queue.removeIf(request -> {
            if (request.isExpired(nowNanos)) {
                expire(request);
                courier.used(nowNanos);
                return true;
            }
            return !isHeard(request);
        });
    }

    @Override
    public boolean isUsed(long nowNanos) {
        prune(nowNanos);
        return !queue.isEmpty();
    }

    @Override
    public int waiting(long nowNanos) {
        prune(nowNanos);
        return queue.size();
    }

    @Override
    public boolean isBound() {
        return false;
    }

    @Override
    public void end(String status) {
        queue.removeIf(request -> {
            tell(request, status.startsWith("409 Consumer") ? Status.of(status) : Status.of(status, request));
            return true;
        });
    }
}
