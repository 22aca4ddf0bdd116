package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.base.Quoted;
import dev.gannet.subject.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a client sends, and holds what the parser has to know of it. A class and not an interface so that the
 * parser reads the fields without a call.
 *
 * <p><b>Owner:</b> the connection's event loop.
 */
public abstract class ClientHandler {
    /** What is known of the subject of the last message, while it is still true. */
    protected @Nullable SubjectKey last;

    /** Whether messages take the short way: plain lines, nothing to say of each. Else every line is looked at in full. */
    protected boolean direct;

    /** Whether the parser stops before the next line: the connection is closed, or waits for an answer. */
    protected boolean suspended;

    /** Whether nothing but CONNECT may come (CP-34). */
    protected boolean connectExpected;

    /** Whether {@code HPUB} is understood (CP-105). */
    protected boolean headersEnabled;

    /** Most bytes of headers and payload, or -1 for no limit. */
    protected int maxPayload;

    /** Most bytes of the arguments of a line. */
    protected int maxControlLine;

    /** The verb whose line has not ended yet, if the rest of it does not count. */
    @Nullable
    Verb skipping;

    /** Whether the line of the message that waits for its payload was taken already. */
    protected boolean lineTaken;

    /** Returns what is known of the subject in {@code frame}; a key of length zero is not kept for the next message. */
    protected abstract SubjectKey resolve(PublishFrame frame, long hash);

    /** Returns whether what was remembered of a subject still holds. */
    protected abstract boolean isCurrent(SubjectKey key);

    /** Takes a message. */
    protected abstract void publish(SubjectKey key, PublishFrame frame);

    /**
     * Takes the line of a message that takes the long way, once, before anything in it is understood.
     *
     * @param verb {@code PUB} or {@code HPUB}
     * @param arguments what stands behind it
     */
    protected abstract void publishLine(String verb, String arguments);

    /** Takes the subject of such a line, once, when the line is right and before its payload is there. */
    protected abstract void publishSubject(String subject);

    /**
     * Takes note of an {@code HPUB} that is about to end the connection, being larger than it may be.
     *
     * @param in has as much of the header block as has come, {@code length} bytes from {@code from} on
     */
    protected void tooLarge(Chunk in, int from, int length, String subject, int size) {
        // Only who traces messages has a use for it.
    }

    /** Takes CONNECT's JSON. */
    protected abstract void connect(byte[] json);

    protected abstract void subscribe(String subject, @Nullable String queue, String sid);

    /** Takes UNSUB; {@code max} is -1 where none was given or it is no number. */
    protected abstract void unsubscribe(String sid, int max);

    protected abstract void ping();

    protected abstract void pong();

    /** Takes INFO's JSON, which a client has no reason to send (CP-101). */
    protected abstract void info(byte[] json);

    /** Takes the text of an {@code -ERR} that the client sent (CP-103). */
    protected abstract void error(String text);

    /** Takes {@code +OK}. */
    protected abstract void ok();

    /** The first line is not CONNECT although it has to be. Returns whether it may be parsed all the same (no_auth_user). */
    protected abstract boolean admitWithoutConnect();

    /** The input cannot be understood: sends {@code error} if there is one, logs {@code detail} and closes. */
    protected abstract void violation(@Nullable WireError error, CloseReason reason, String detail);

    /** Returns a piece of the input for the log, quoted and cut short. */
    static String snippet(Chunk in, int from, int limit) {
        int length = Math.max(0, Math.min(32, limit - from));
        return Quoted.ofBytes(new String(in.bytes(from, length), ISO_8859_1));
    }
}
