package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.base.Chunk;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;

/** A message that wants an answer of the server: a copy, which outlives its delivery. Immutable. */
public final class Request {
    private final Asker asker;
    private final Account account;
    private final int loop;
    private final String subject;
    private final String reply;
    private final byte[] headers;
    private final byte[] payload;

    Request(Asker asker, Account account, PublishFrame frame, int loop) {
        Chunk in = frame.chunk();
        int headerLength = Math.max(0, frame.headerLength());
        int body = frame.bodyStart();
        this.asker = asker;
        this.loop = loop;
        this.account = account;
        this.subject = new String(in.bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
        this.reply = new String(in.bytes(frame.tail(), frame.replyLength()), ISO_8859_1);
        this.headers = in.bytes(body, headerLength);
        this.payload = in.bytes(body + headerLength, frame.size() - headerLength);
    }

    public Asker asker() {
        return asker;
    }

    /** Returns the event loop that it came on. */
    public int loop() {
        return loop;
    }

    /** Returns where it is asked and the answer is published; the asker's account, unless that imports it from here. */
    public Account account() {
        return account;
    }

    /** Returns what the message was published to. */
    public String subject() {
        return subject;
    }

    /** Returns where the answer goes; empty where none is wanted. */
    public String reply() {
        return reply;
    }

    /** Returns the header block as it came over the wire, empty for none; not to be changed. */
    public byte[] headers() {
        return headers;
    }

    /** Returns what stands behind the headers; not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** Answers with a header block, empty for none. Any thread. */
    public void answer(byte[] headers, byte[] answer) {
        asker.answer(account, new ServerMessage(reply, null, headers, answer));
    }

    /** Answers without headers. Any thread; as often as there is something to say. */
    public void answer(byte[] answer) {
        asker.answer(account, new ServerMessage(reply, answer));
    }
}
