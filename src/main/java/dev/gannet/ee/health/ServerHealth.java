package dev.gannet.ee.health;

import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.endpoint.ServerReadiness;
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
        return () -> {
            GannetServer server = started.get();
            return server == null ? begun("gannet-ready", null).down().build() : ready(server);
        };
    }

    /** Says why it is not, too. */
    private static HealthCheckResponse ready(GannetServer server) {
        ServerReadiness readiness = ServerReadiness.of(server.view(), server.isListening(), server.isLameDuck());
        HealthCheckResponseBuilder response = begun("gannet-ready", server)
                .withData("listening", server.isListening())
                .withData("jetstream", readiness.jetStream())
                .withData("storage", readiness.storage());
        if (!readiness.isReady()) {
            response.withData("reason", String.join("; ", readiness.reasons()));
        }
        return response.status(readiness.isReady()).build();
    }

    /** It has once listened: a client port is chosen by then. */
    @Produces
    @Startup
    HealthCheck started() {
        return () -> check("gannet-started", false, server -> server.clientPort() != 0);
    }

    private HealthCheckResponse check(String name, boolean beforeStart, Predicate<GannetServer> isUp) {
        GannetServer server = started.get();
        return begun(name, server)
                .status(server == null ? beforeStart : isUp.test(server))
                .build();
    }

    private static HealthCheckResponseBuilder begun(String name, @Nullable GannetServer server) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
        return server == null
                ? response
                : response.withData("server_name", server.serverName()).withData("lame_duck_mode", server.isLameDuck());
    }
}
