package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import org.jspecify.annotations.Nullable;

/** A message that the server itself publishes in an account: an event, or the answer to a request. Immutable. */
public final class ServerMessage {
    private static final byte[] NONE = {};
    private static final String WHITE_SPACE = " \t\r\n";
    private static final byte[] LINE_END = {'\r', '\n'};

    /** The longest line without its subjects: {@code HPUB}, two sizes, spaces and the ends of line and message. */
    private static final int LINE_REST_MAX = 40;

    private final String subject;
    private final @Nullable String reply;
    private final byte[] headers;
    private final byte[] payload;

    /** A message without a reply and without headers. */
    public ServerMessage(String subject, byte[] payload) {
        this(subject, null, NONE, payload);
    }

    /**
     * @param subject a valid subject without wildcards, one char for each byte
     * @param reply where an answer goes, or null
     * @param headers a header block as it goes over the wire, or an empty array for a message without headers
     * @param payload what the message says; neither array is changed any more
     */
    public ServerMessage(String subject, @Nullable String reply, byte[] headers, byte[] payload) {
        if (!isWord(subject)) {
            throw new IllegalArgumentException("subject: '" + subject + "' (expected: a subject)");
        }
        if (reply != null && !isWord(reply)) {
            throw new IllegalArgumentException("reply: '" + reply + "' (expected: a subject or null)");
        }
        this.subject = subject;
        this.reply = reply;
        this.headers = headers;
        this.payload = payload;
    }

    public String subject() {
        return subject;
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || (c <= ' ' && WHITE_SPACE.indexOf(c) >= 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Returns how many bytes {@link #writeTo} needs at most. */
    public int lengthMax() {
        int subjects = subject.length() + (reply == null ? 0 : reply.length());
        return LINE_REST_MAX + subjects + headers.length + payload.length;
    }

    /**
     * Writes the message into an empty chunk as if a client had published it; the frame is valid while the chunk is.
     *
     * @param publisher whose message it is in truth, or null for one of the server's own
     */
    public PublishFrame writeTo(Chunk chunk, @Nullable ClientHandler publisher) {
        PublishFrame frame = new PublishFrame(chunk);
        frame.publisher = publisher;
        String verb = headers.length == 0 ? "PUB " : "HPUB ";
        frame.subjectStart = verb.length();
        frame.subjectLength = subject.length();
        frame.tail = verb.length() + subject.length() + 1;
        frame.replyLength = reply == null ? 0 : reply.length();
        frame.headerLength = headers.length == 0 ? PublishFrame.NO_HEADERS : headers.length;
        frame.size = headers.length + payload.length;
        String line = verb + subject + " " + (reply == null ? "" : reply + " ")
                + (headers.length == 0 ? "" : headers.length + " ") + frame.size + "\r\n";
        chunk.append(line.getBytes(ISO_8859_1));
        chunk.append(headers);
        chunk.append(payload);
        chunk.append(LINE_END);
        frame.end = chunk.written;
        return frame;
    }
}
