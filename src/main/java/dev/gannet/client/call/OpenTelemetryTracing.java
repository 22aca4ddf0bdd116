package dev.gannet.client.call;

import dev.gannet.api.Message;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers {@code traceparent}, {@code tracestate} and {@code baggage}, and the context of OpenTelemetry. */
final class OpenTelemetryTracing implements Tracing {
    private static final TextMapPropagator PROPAGATOR =
            TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance());

    @Override
    public Map<String, List<String>> outgoing(Map<String, List<String>> headers) {
        Context current = Context.current();
        if (current == Context.root()) {
            return headers; // Most of what is published belongs to no trace, and takes no longer for that.
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        PROPAGATOR.inject(current, all, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, List.of(value));
            }
        });
        if (all.isEmpty()) {
            return headers;
        }
        all.putAll(headers);
        return all;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // Who enters closes.
    public Scope enter(Message message) {
        // Not what happens to be current on a thread of a pool, but what the message says, or nothing.
        return PROPAGATOR.extract(Context.root(), message, new Headers()).makeCurrent()::close;
    }

    @Override
    public Runnable capture(Runnable task) {
        return Context.current().wrap(task);
    }

    private record Headers() implements TextMapGetter<Message> {
        @Override
        public Iterable<String> keys(Message message) {
            return message.headers().keySet();
        }

        @Override
        public @Nullable String get(@Nullable Message message, String name) {
            return message == null ? null : message.header(name);
        }
    }
}
