package dev.gannet.ee.health;

import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.jetstream.JetStreamView;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /health/live}, {@code /health/ready} and {@code /health/started} are told. A server in lame duck mode lives
 * and is not ready, so that nobody is sent to it while its clients leave; one that is closed lives no more, since only a
 * new start brings it back.
 *
 * <p>The container makes the checks while it still deploys, before it can give the server what that needs. So they wait
 * for the server instead of asking for it. Any thread.
 */
@ApplicationScoped
class ServerHealth {
    private final AtomicReference<@Nullable GannetServer> started = new AtomicReference<>();

    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) jakarta.enterprise.event.Startup event,
            GannetServer server) {
        started.set(server);
    }

    /** It lives before its start too: a probe must not end it then. */
    @Produces
    @Liveness
    HealthCheck live() {
        return () -> check("gannet-live", true, server -> !server.isClosed());
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> check("gannet-ready", false, server -> server.isListening() && canStore(server));
    }

    /** Whether messages can be made durable now, if that is to be. */
    private static boolean canStore(GannetServer server) {
        JetStreamView streams = server.view().jetStream();
        return streams == null || streams.problem() == null;
    }

    /** It has once listened: a client port is chosen by then. */
    @Produces
    @Startup
    HealthCheck started() {
        return () -> check("gannet-started", false, server -> server.clientPort() != 0);
    }

    private HealthCheckResponse check(String name, boolean beforeStart, Predicate<GannetServer> isUp) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
        GannetServer server = started.get();
        if (server == null) {
            return response.status(beforeStart).build();
        }
        return response.withData("server_name", server.serverName())
                .withData("lame_duck_mode", server.isLameDuck())
                .status(isUp.test(server))
                .build();
    }
}
