package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.base.Quoted;
import dev.gannet.base.ServerLog;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.ConnectOptions;
import dev.gannet.protocol.PublishFrame;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one client, with its address, id and name in front, and the trace of its protocol lines without
 * its secrets.
 *
 * <p><b>Owner:</b> the client's event loop, but {@link #messageOut}, which any loop calls.
 */
final class ClientTrace {
    /** The values of secrets in CONNECT's JSON, which are not logged. */
    private static final Pattern SECRETS = Pattern.compile(
            "(\"(?:pass|auth_token|jwt|sig)\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"?", Pattern.CASE_INSENSITIVE);

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
            text.append(Quoted.ofBytes(program.toString())).append(" - ");
        }
        if (user != null) {
            text.append(Quoted.ofBytes(account.name() + "/" + user)).append(" - ");
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

    void error(String text) {
        log().error(text);
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
            String text = SECRETS.matcher(new String(json, ISO_8859_1)).replaceAll("$1\"[REDACTED]\"");
            log().trace("<<- [CONNECT " + text + "]");
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
            log().trace(arrow + "[" + verb + (arguments == null ? "" : " " + arguments) + "]");
        }
    }

    void messageIn(PublishFrame frame) {
        if (on && frame.size() > 0) {
            log().trace("<<- MSG_PAYLOAD: [" + payload(frame) + "]");
        }
    }

    void messageOut(Subscription subscription, PublishFrame frame) {
        if (!on) {
            return;
        }
        String subject = new String(frame.chunk().bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
        String rest = new String(frame.chunk().bytes(frame.tail(), frame.bodyStart() - frame.tail() - 2), ISO_8859_1);
        String verb = frame.hasHeaders() && client.headers() ? "HMSG " : "MSG ";
        log().trace("->> [" + verb + subject + " " + subscription.sid() + " " + rest + "]");
        if (frame.size() > 0) {
            log().trace("->> MSG_PAYLOAD: [" + payload(frame) + "]");
        }
    }

    private String payload(PublishFrame frame) {
        int max = server.config().limits().maxTracedMessageBytes();
        int length = max > 0 ? Math.min(max, frame.size()) : frame.size();
        String text = new String(frame.chunk().bytes(frame.bodyStart(), length), ISO_8859_1);
        return Quoted.ofBytes(length < frame.size() ? text + "..." : text);
    }
}
