package dev.gannet.process;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import java.io.IOException;

/** Why the server could not start; the message is the last line of its log. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    public StartFailure(String message) {
        super(message);
    }

    /** Clients cannot connect. */
    public static StartFailure ofListening(ListenConfig settings, IOException cause) {
        String address = HostPort.join(settings.host(), Math.max(0, settings.port()));
        String problem = HostPort.bindProblem(settings.host(), settings.port(), cause);
        return new StartFailure("Error listening on port: " + address + ", \"" + problem + "\"", cause);
    }

    /** Fails if the settings of the monitoring contradict each other (CF-98). */
    public static void requireMonitoring(ServerConfig config) throws StartFailure {
        String problem = config.monitorProblem();
        if (problem != null) {
            throw new StartFailure("Can't start monitoring: " + problem);
        }
    }

    /** There is no monitoring. */
    public static StartFailure ofMonitoring(MonitorConfig settings, IOException cause) {
        String problem = HostPort.bindProblem(settings.host(), settings.anyPort(), cause);
        return new StartFailure("Can't start monitoring: can't listen to the monitor port: " + problem, cause);
    }

    /** Nobody can ask for a profile. */
    public static StartFailure ofProfiling(ServerConfig config, IOException cause) {
        String host = config.client().host();
        String problem =
                HostPort.bindProblem(host, config.features().profiling().port(), cause);
        return new StartFailure("error starting profiler: " + problem, cause);
    }
}
