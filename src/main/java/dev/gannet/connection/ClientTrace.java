package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.base.Quoted;
import dev.gannet.base.ServerLog;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.ConnectOptions;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one client, with its address, id and name in front, and the trace of its protocol lines without
 * its secrets.
 *
 * <p><b>Owner:</b> the client's event loop, but {@link #messageOut}, which any loop calls.
 */
final class ClientTrace {
    private static final int HEADER_END_LENGTH = 4; // What ends a header block is not shown.
    private static final char REPLACEMENT = '\uFFFD';

    private final ServerContext server;
    private final Client client;
    private volatile boolean on;
    private volatile String identity = "";

    ClientTrace(ServerContext server, Client client) {
        this.server = server;
        this.client = client;
        this.on = server.log().traceEnabled();
    }

    /** Returns whether protocol lines are traced. */
    boolean isOn() {
        return on;
    }

    /** Asks the log again whether it wants them. */
    void followLog() {
        on = server.log().traceEnabled();
    }

    /** Takes what CONNECT says into the lines to come. */
    void identify(@Nullable String user, ConnectOptions options, Account account) {
        StringBuilder program = new StringBuilder();
        if (!options.version().isEmpty()) {
            program.append('v').append(options.version());
        }
        join(program, options.language());
        join(program, options.name());
        StringBuilder text = new StringBuilder();
        if (program.length() > 0) {
            text.append(Quoted.of(program.toString())).append(" - ");
        }
        if (user != null) {
            text.append(Quoted.of(account.name() + "/" + user)).append(" - ");
        }
        identity = text.toString();
    }

    private static void join(StringBuilder text, String part) {
        if (!part.isEmpty()) {
            text.append(text.length() == 0 ? "" : ":").append(part);
        }
    }

    private ServerLog log() {
        String host = client.transport().remoteHost();
        String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return server.log()
                .withPrefix(
                        address + ":" + client.transport().remotePort() + " - cid:" + client.cid() + " - " + identity);
    }

    /** The text may quote a client: its characters are bytes there, and not all of them are for a terminal. */
    void error(String text) {
        log().error(Quoted.printable(readable(text)));
    }

    /** Says something that many clients of an account may be told at the same time, once a second. */
    void repeatedError(String text) {
        if (isNew(text)) {
            error(text);
        }
    }

    /** Warns once a second; {@code kind} is what the same warnings have in common. */
    void repeatedWarning(String kind, String text) {
        if (isNew(kind)) {
            log().warn(text);
        }
    }

    private boolean isNew(String text) {
        return server.repeats().isNew(client.account().name() + ": " + text);
    }

    void warn(String text) {
        log().warn(text);
    }

    void notice(String text) {
        log().notice(text);
    }

    void debug(String text) {
        if (server.log().debugEnabled()) {
            log().debug(text);
        }
    }

    void connect(byte[] json) {
        if (on) {
            log().trace("<<- [CONNECT " + Quoted.printable(Redaction.ofJson(new String(json, UTF_8))) + "]");
        }
    }

    void in(String verb, @Nullable String arguments) {
        line("<<- ", verb, arguments);
    }

    void out(String verb, @Nullable String arguments) {
        line("->> ", verb, arguments);
    }

    void deleted(String sid) {
        line("<-> ", "DELSUB", sid);
    }

    private void line(String arrow, String verb, @Nullable String arguments) {
        if (on) {
            String shown = arguments == null ? "" : " " + Quoted.printable(decode(arguments));
            log().trace(arrow + "[" + verb + shown + "]");
        }
    }

    void messageIn(PublishFrame frame) {
        if (on) {
            payload("<<- ", frame, frame.hasHeaders());
        }
    }

    void messageOut(Subscription subscription, PublishFrame frame) {
        if (!on) {
            return;
        }
        boolean withHeaders = frame.hasHeaders() && client.headers();
        StringBuilder line = new StringBuilder()
                .append(text(frame, frame.subjectStart(), frame.subjectLength()))
                .append(' ')
                .append(subscription.sid())
                .append(' ');
        if (frame.hasHeaders() && !withHeaders) {
            line.append(text(frame, frame.tail(), frame.replyLength()))
                    .append(frame.replyLength() > 0 ? " " : "")
                    .append(frame.size() - frame.headerLength());
        } else {
            line.append(text(frame, frame.tail(), frame.bodyStart() - frame.tail() - 2));
        }
        out(withHeaders ? "HMSG" : "MSG", line.toString());
        payload("->> ", frame, withHeaders);
    }

    /** Traces headers and payload, or one of them: a client that does not know headers gets none. */
    private void payload(String arrow, PublishFrame frame, boolean withHeaders) {
        int start = frame.bodyStart() + (frame.hasHeaders() && !withHeaders ? frame.headerLength() : 0);
        int length = frame.bodyStart() + frame.size() - start;
        if (server.config().log().traceHeaders()) {
            length = withHeaders ? frame.headerLength() - HEADER_END_LENGTH : 0;
        }
        if (length <= 0) {
            return;
        }
        int max = server.config().limits().maxTracedMessageBytes();
        String text = max > 0 && length > max ? text(frame, start, max) + "..." : text(frame, start, length);
        log().trace(arrow + "MSG_PAYLOAD: [" + decode(Quoted.ofBytes(text)) + "]");
    }

    /** Returns bytes as characters. */
    private static String text(PublishFrame frame, int start, int length) {
        return new String(frame.chunk().bytes(start, length), ISO_8859_1);
    }

    /** Returns the text whose bytes are the characters of {@code bytes}. */
    private static String decode(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    /** The same where the characters may be what they are: they are hardly ever bytes of a valid text then. */
    private static String readable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return text;
            }
        }
        String decoded = decode(text);
        return decoded.indexOf(REPLACEMENT) < 0 ? decoded : text;
    }
}
