package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.api.Bodies.Get;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.routing.Request;

/**
 * Messages without the API's JSON around them (ST-172 to ST-194): what a key-value store reads with. What is short is
 * asked for on the event loop itself.
 */
final class DirectGets {
    private static final String GET = JetStreamApi.PREFIX + "DIRECT.GET.";

    /** A longer request is read elsewhere. */
    private static final int SHORT_BYTES = 512;

    private final ApiHost host;
    private final Streams streams;
    private final ApiQueue queue;
    private final Bodies bodies = new Bodies();

    DirectGets(ApiHost host, Streams streams, ApiQueue queue) {
        this.host = host;
        this.streams = streams;
        this.queue = queue;
    }

    /** Takes a request; on the event loop of who asks. */
    void respond(Request request) {
        if (request.reply().isEmpty()) {
            return;
        }
        String subject = request.subject();
        if (!subject.startsWith(GET) || host.limits(request.account()) == null) {
            nobody(request);
            return;
        }
        int end = subject.indexOf('.', GET.length());
        String stream = end < 0 ? subject.substring(GET.length()) : subject.substring(GET.length(), end);
        String key = end < 0 ? "" : subject.substring(end + 1);
        if (RequestHeaders.requireMore(request.headers())) {
            status(request, "412 Required Api Level");
        } else if (request.payload().length > SHORT_BYTES) {
            queue.add(() -> read(request, stream, key));
        } else if (request.payload().length > 0) {
            read(request, stream, key);
        } else if (key.isEmpty()) {
            status(request, "408 Empty Request");
        } else {
            Get last = new Get();
            last.lastBySubject = key;
            get(request, stream, last);
        }
    }

    private void read(Request request, String stream, String key) {
        Get get;
        try {
            get = bodies.direct(request.payload());
        } catch (JsonException e) {
            host.log().debug("JetStream direct get: " + e.problem());
            status(request, "408 Malformed Request");
            return;
        }
        String problem = key.isEmpty() ? problem(get) : get.isOnlyAboutForm() ? "" : "408 Bad Request";
        if (!problem.isEmpty()) {
            status(request, problem);
            return;
        }
        if (!key.isEmpty()) {
            get.lastBySubject = key;
        }
        get(request, stream, get);
    }

    /** Returns what is wrong with a request, or the empty text (ST-176, ST-178). */
    private static String problem(Get get) {
        boolean bySequence = get.seq != 0;
        boolean byLast = !get.lastBySubject.isEmpty();
        boolean byNext = !get.nextBySubject.isEmpty();
        boolean byMulti = !get.multiLast.isEmpty();
        boolean byTime = get.startTime != null;
        if (!bySequence && !byLast && !byNext && !byMulti && !byTime) {
            return "408 Empty Request";
        }
        boolean hasConflict = (bySequence && byLast)
                || (bySequence && byTime)
                || (byTime && byLast)
                || (byLast && (byNext || byMulti || get.batch > 0))
                || (byNext && byMulti)
                || (get.upToSeq != 0 && get.upToTime != null)
                || get.batch < 0;
        return hasConflict ? "408 Bad Request" : "";
    }

    private void get(Request request, String stream, Get get) {
        GetRequest wanted = get.request(true, host.maxPendingBytes());
        MessageAnswer answer = new DirectAnswer(request, stream, wanted, get.noHeaders);
        streams.get(request.account(), stream, wanted, answer);
    }

    /** Answers with a status line alone. */
    static void status(Request request, String status) {
        request.answer(("NATS/1.0 " + status + "\r\n\r\n").getBytes(ISO_8859_1), new byte[0]);
    }

    /** Answers as if nobody listened. */
    static void nobody(Request request) {
        if (!request.reply().isEmpty()) {
            status(request, "503\r\nNats-Subject: " + request.subject());
        }
    }
}
