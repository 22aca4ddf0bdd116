package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.GoTime;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.routing.Request;
import dev.gannet.store.segment.StoredMessage;
import java.util.Arrays;

/**
 * Sends the messages of a direct get as they are found, each with where it is from behind its own headers (ST-104 to
 * ST-106, ST-187 to ST-193).
 *
 * <p><b>Owner:</b> the thread that finds the messages.
 */
final class DirectAnswer implements MessageAnswer {
    private static final String VERSION = "NATS/1.0\r\n";
    private static final String END = "\r\n";
    private static final byte[] NOTHING = {};

    private final Request request;
    private final String stream;
    private final boolean isMulti;
    private final boolean isBatch;
    private final boolean noHeaders;
    private long lastSeq;

    DirectAnswer(Request request, String stream, GetRequest wanted, boolean noHeaders) {
        this.request = request;
        this.stream = stream;
        this.isMulti = !wanted.multiLast().isEmpty();
        this.isBatch = isMulti || wanted.batch() > 0;
        this.noHeaders = noHeaders && !isMulti;
    }

    @Override
    public void message(StoredMessage message, long pending) {
        request.answer(noHeaders ? NOTHING : headers(message, pending), message.payload());
        lastSeq = message.seq();
    }

    private byte[] headers(StoredMessage message, long pending) {
        byte[] own = message.headers();
        StringBuilder added = new StringBuilder(160);
        if (own.length == 0) {
            added.append(VERSION);
        }
        added.append("Nats-Stream: ").append(stream).append(END);
        added.append("Nats-Subject: ")
                .append(new String(message.subject(), ISO_8859_1))
                .append(END);
        added.append("Nats-Sequence: ")
                .append(Long.toUnsignedString(message.seq()))
                .append(END);
        added.append("Nats-Time-Stamp: ")
                .append(GoTime.format(StreamJson.instant(message.timestampNanos())))
                .append(END);
        if (isBatch) {
            appendProgress(added, pending);
        }
        byte[] more = added.append(END).toString().getBytes(ISO_8859_1);
        if (own.length == 0) {
            return more;
        }
        int kept = own.length - END.length(); // The empty line that ends the block is behind ours now.
        byte[] all = Arrays.copyOf(own, kept + more.length);
        System.arraycopy(more, 0, all, kept, more.length);
        return all;
    }

    private void appendProgress(StringBuilder headers, long pending) {
        headers.append("Nats-Num-Pending: ")
                .append(Long.toUnsignedString(pending))
                .append(END);
        headers.append("Nats-Last-Sequence: ")
                .append(Long.toUnsignedString(lastSeq))
                .append(END);
    }

    @Override
    public void done(End end) {
        if (end.messages() == 0) {
            DirectGets.status(request, isMulti ? "404 No Results" : "404 Message Not Found");
        } else if (isBatch) {
            StringBuilder headers = new StringBuilder("NATS/1.0 204 EOB\r\n");
            appendProgress(headers, end.pending());
            if (isMulti) {
                headers.append("Nats-UpTo-Sequence: ")
                        .append(Long.toUnsignedString(end.upToSeq()))
                        .append(END);
            }
            request.answer(headers.append(END).toString().getBytes(ISO_8859_1), NOTHING);
        }
    }

    @Override
    public void failed(ApiError error) {
        if (ErrorCode.STREAM_NOT_FOUND.is(error)) {
            DirectGets.nobody(request);
        } else {
            DirectGets.status(request, error.code() + " " + error.description());
        }
    }
}
