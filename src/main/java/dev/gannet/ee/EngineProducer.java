package dev.gannet.ee;

import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.source.CommandLine;
import dev.gannet.ee.config.ContainerConfig;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadFactory;

/** What the engine's parts are given, see {@link dev.gannet.engine.EngineParts}. */
@Dependent
class EngineProducer {
    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    ManagedThreadFactory containerThreads;

    @Produces
    @Singleton
    CommandLine.Run settings(ContainerConfig config) {
        return config.read();
    }

    @Produces
    @Singleton
    ServerConfig config(CommandLine.Run settings) {
        return settings.config();
    }

    @Produces
    @Singleton
    ServerLog log() {
        return ServerLog.to(System.getLogger("dev.gannet"));
    }

    @Produces
    @Singleton
    ThreadFactory threads() {
        return new ContainerThreads(containerThreads);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.system();
    }

    @Produces
    @Singleton
    Chance chance() {
        return Chance.system();
    }
}
