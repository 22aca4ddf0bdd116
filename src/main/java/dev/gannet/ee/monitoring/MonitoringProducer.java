package dev.gannet.ee.monitoring;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.ee.config.ContainerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.OperatingSystemUsage;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The server as seen from outside, and the endpoints that show it. */
@Dependent
class MonitoringProducer {
    /** A launcher says which port it has chosen; without one the container may have been told what the server was. */
    @Produces
    @Singleton
    HttpPort port(ServerConfig config) {
        int configured = Math.max(MonitorConfig.OFF, config.monitor().anyPort());
        return new HttpPort(Integer.getInteger(ContainerConfig.HTTP_PORT, configured));
    }

    @Produces
    @Singleton
    ServerView view(GannetServer server, HttpPort port, CommandLine.Run settings) {
        ServerView view = server.view();
        view.host().port(port);
        view.host().configDigest(settings.digest());
        return view;
    }

    @Produces
    @Singleton
    MonitorEndpoints endpoints(ServerView view, Clock clock, ServerLog log) {
        var usage = new OperatingSystemUsage(clock::instant, view.facts().start());
        return new MonitorEndpoints(view, usage, clock::instant, log);
    }

    @Produces
    @Singleton
    MonitorHttp http(MonitorEndpoints endpoints, HttpPort port, ServerConfig config) {
        return new MonitorHttp(endpoints, port, config.monitor().isEncrypted());
    }
}
