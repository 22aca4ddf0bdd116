package dev.gannet.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.connection.ServerContext;
import dev.gannet.monitor.OperatingSystemUsage;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.monitor.json.MonitorJson;
import dev.gannet.routing.Request;
import dev.gannet.tracing.EventEncoding;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes answers away from the event loops, in the form that all of them have. Any thread. */
final class Answers {
    /** The longest request; none needs more to say what it wants. */
    static final int REQUEST_BYTES_MAX = 64 * 1024;

    private static final String ACCEPT_ENCODING = "accept-encoding";

    private final ServerContext server;
    private final EngineAccess engine;
    private final Executor executor;
    private final ProcessUsage.Source usage;
    private final Pages pages;
    private final SystemTrace trace;
    private final AtomicReference<@Nullable MonitorJson> json = new AtomicReference<>();

    Answers(ServerContext server, EngineAccess engine, Executor executor) {
        this.server = server;
        this.engine = engine;
        this.executor = executor;
        this.trace = new SystemTrace(server);
        this.usage = new OperatingSystemUsage(server.clock()::instant, facts().start());
        this.pages = new Pages(engine.view(), usage, server.clock()::instant);
    }

    /** Makes the data of an answer; null is no answer. */
    @FunctionalInterface
    interface Maker {
        @Nullable
        Object make(RequestOptions options) throws BadQuery;
    }

    /** Makes what answers a request with options, and is meant for this server. */
    @FunctionalInterface
    interface Action {
        void run(RequestOptions options) throws BadQuery;
    }

    /** Answers a request with a page (MO-110). */
    void page(Request request, RequestShape shape, Maker maker) {
        checked(request, shape, options -> {
            try {
                Object data = maker.make(options);
                if (data != null) {
                    answerPage(request, data);
                }
            } catch (BadQuery e) {
                answer(request, ServiceAnswer.withoutPage(stamp(), String.valueOf(e.getMessage())));
            }
        });
    }

    /** Answers with a page that is made, compressed if that is wanted. */
    void answerPage(Request request, Object data) {
        EventEncoding encoding = EventEncoding.accepted(acceptEncoding(request.headers()));
        byte[] body = json().compact(ServiceAnswer.of(stamp(), data));
        reply(request, encoding.headers(), encoding.encode(body));
    }

    /** Does what a request wants, if it is meant for this server and its options are right. */
    void checked(Request request, RequestShape shape, Action action) {
        if (request.payload().length > REQUEST_BYTES_MAX) {
            later(request, () -> fail(request, "request is longer than " + REQUEST_BYTES_MAX + " bytes"));
            return;
        }
        later(request, () -> {
            try {
                RequestOptions options = RequestOptions.read(shape, request.payload(), json());
                if (ServerFilter.isFor(options, facts(), server.config())) {
                    action.run(options);
                }
            } catch (BadQuery e) {
                fail(request, String.valueOf(e.getMessage()));
            }
        });
    }

    private void fail(Request request, String why) {
        if (!request.reply().isEmpty()) {
            answer(request, ServiceAnswer.failed(stamp(), ServiceAnswer.BAD_REQUEST, why));
        }
    }

    /** Runs what answers a request, away from the event loops. */
    void later(Request request, Runnable task) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            server.log().debug("no answer to a request on " + request.subject() + ": too many wait");
        }
    }

    /** What fails for one answer must not end the thread of all. */
    Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                server.log().error("system account: " + e);
            }
        };
    }

    void answer(Request request, Object body) {
        reply(request, json().compact(body));
    }

    /** Answers with what is made already. */
    void reply(Request request, byte[] body) {
        reply(request, new byte[0], body);
    }

    private void reply(Request request, byte[] headers, byte[] body) {
        trace.published(request.reply(), headers, body);
        request.answer(headers, body);
    }

    SystemTrace trace() {
        return trace;
    }

    Pages pages() {
        return pages;
    }

    ServerContext server() {
        return server;
    }

    ServerFacts facts() {
        return engine.view().facts();
    }

    ProcessUsage usage() {
        return usage.now();
    }

    ServerStamp stamp() {
        return ServerStamp.next(server, facts());
    }

    /** Made with the first answer: it loads the JSON library. */
    MonitorJson json() {
        MonitorJson made = json.get();
        if (made == null) {
            made = new MonitorJson();
            json.set(made);
        }
        return made;
    }

    /** Returns a text from the wire, of which each char is a byte. */
    static String text(String wire) {
        return new String(wire.getBytes(ISO_8859_1), UTF_8);
    }

    /** Returns a text as it goes over the wire. */
    static String wire(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String acceptEncoding(byte[] headers) {
        for (String line : new String(headers, ISO_8859_1).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(ACCEPT_ENCODING)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }
}
