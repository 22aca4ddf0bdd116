package dev.gannet.ee;

import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.flag.CommandLine;
import dev.gannet.ee.config.ContainerConfig;
import dev.gannet.process.OwnProcess;
import dev.gannet.process.ProcessLog;
import dev.gannet.process.StartFailure;
import dev.gannet.process.log.NatsFormatLog;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadFactory;

/** What the engine's parts are given, see {@link dev.gannet.engine.EngineParts}. */
@Dependent
class EngineProducer {
    private static final String PROGRAM = "gannet";

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

    /** Where the process is the server's own, its log is as nats-server's, and it is the process's. */
    @Produces
    @Singleton
    ServerLog log(ContainerConfig config, CommandLine.Run settings) throws StartFailure {
        return config.isLaunched()
                ? ProcessLog.open(settings.config().log(), OwnProcess.current(PROGRAM))
                : ServerLog.to(System.getLogger("dev.gannet"));
    }

    void close(@Disposes ServerLog log) {
        if (log instanceof NatsFormatLog own) {
            own.close();
        }
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
