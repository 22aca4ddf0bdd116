package dev.gannet.client.call;

import dev.gannet.api.Message;
import java.util.List;
import java.util.Map;

/** The trace that a message belongs to: in its headers while it is on its way, current on a thread while it is handled. */
public interface Tracing {
    /** Returns the headers, and those of the current trace that are not among them. */
    Map<String, List<String>> outgoing(Map<String, List<String>> headers);

    /** Makes the message's trace the current one of this thread until it is closed, on the same thread. */
    Scope enter(Message message);

    /** Returns {@code task}, which runs, on any thread, in the trace that is current here now. */
    Runnable capture(Runnable task);

    /** A trace that is current. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Returns OpenTelemetry's, where its API is on the class path; else one that does nothing. */
    static Tracing ofClassPath() {
        try {
            Class.forName("io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator");
            return new OpenTelemetryTracing();
        } catch (ClassNotFoundException | LinkageError e) {
            return new NoTracing();
        }
    }

    /** Without OpenTelemetry. */
    record NoTracing() implements Tracing {
        @Override
        public Map<String, List<String>> outgoing(Map<String, List<String>> headers) {
            return headers;
        }

        @Override
        public Scope enter(Message message) {
            return () -> {};
        }

        @Override
        public Runnable capture(Runnable task) {
            return task;
        }
    }
}
