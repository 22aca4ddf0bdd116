package dev.gannet.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.base.Quoted;
import dev.gannet.connection.ServerContext;
import dev.gannet.routing.Responder;
import dev.gannet.routing.Responders;
import java.util.Arrays;

/** With {@code trace_verbose}, what the server itself subscribes to and publishes, as if it were a client. Any thread. */
final class SystemTrace {
    private static final String SYSTEM = "SYSTEM - <<- ";
    private static final String ACCOUNT = "ACCOUNT - <<- ";

    private final ServerContext server;

    SystemTrace(ServerContext server) {
        this.server = server;
    }

    private boolean isOn() {
        return server.log().traceEnabled() && server.config().log().traceVerbose();
    }

    /** Adds what answers requests in the system account. */
    void subscribe(Responders responders, Account system, String filter, Responder responder) {
        String sid = responders.add(system, filter, responder).sid();
        if (isOn()) {
            server.log().trace(SYSTEM + "[SUB " + filter + "  " + sid + "]");
        }
    }

    /** What the server says in the system account. */
    void published(String subject, byte[] headers, byte[] payload) {
        published(SYSTEM, subject, headers, payload);
    }

    /** What it says in another account, of that one. */
    void publishedInAccount(String subject, byte[] payload) {
        published(ACCOUNT, subject, new byte[0], payload);
    }

    private void published(String who, String subject, byte[] headers, byte[] payload) {
        if (!isOn()) {
            return;
        }
        String sizes = headers.length == 0
                ? "[PUB " + subject + "  " + payload.length
                : "[HPUB " + subject + "  " + headers.length + " " + (headers.length + payload.length);
        server.log().trace(who + sizes + "]");
        if (payload.length > 0 && !server.config().log().traceHeaders()) {
            int max = server.config().limits().maxTracedMessageBytes();
            boolean cut = max > 0 && payload.length > max;
            String text = new String(cut ? Arrays.copyOf(payload, max) : payload, UTF_8) + (cut ? "..." : "");
            server.log().trace(who + "MSG_PAYLOAD: [" + Quoted.of(text) + "]");
        }
    }
}
