package dev.gannet.payara;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.Eventually;
import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A Payara Micro in the tests' JVM, booted once for all of them. At most one WAR of ours is deployed in it at a time; what a
 * test sets is gone when it undeploys.
 */
final class Micro {
    private static final String APPLICATION = "gannet";

    private final PayaraMicroRuntime runtime;
    private final int httpPort;
    private final Log log = new Log();
    private final Map<String, String> settings = new TreeMap<>();
    private final List<String> others = new ArrayList<>();

    private Micro(PayaraMicroRuntime runtime, int httpPort) {
        this.runtime = runtime;
        this.httpPort = httpPort;
        Logger.getLogger("").addHandler(log);
    }

    private static Micro boot() {
        System.setProperty("payaramicro.disablePhoneHome", "true");
        // What the build was told with -Dgannet.jdk.home and the like would be a setting of the server.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("gannet."))
                .forEach(System::clearProperty);
        try {
            int port = freePort();
            PayaraMicroRuntime runtime = PayaraMicro.getInstance()
                    .setNoCluster(true)
                    .setPrintLogo(false)
                    .setHttpPort(port)
                    .bootStrap();
            return new Micro(runtime, port);
        } catch (BootstrapException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets a key of MicroProfile Config for the next deployment. */
    Micro set(String key, Object value) {
        settings.put(key, value.toString());
        return this;
    }

    /** Deploys the WAR, and says whether that was possible. */
    boolean deploy() {
        log.clear();
        settings.forEach(System::setProperty);
        runtime.deploy(APPLICATION, "/", new File(requireNonNull(System.getProperty("payara.war"))));
        return isDeployed(); // What the container returns is true of any archive.
    }

    /** Deploys somebody else's application, below a path of its name. It goes when the WAR goes for good. */
    void deployBeside(String name, File war) {
        runtime.deploy(name, "/" + name, war);
        assertThat(runtime.getDeployedApplicationNames()).as(log()).contains(name);
        others.add(name);
    }

    /** Tries to deploy somebody else's application, and makes sure that it is not deployed. */
    void failBeside(String name, File war) {
        runtime.deploy(name, "/" + name, war);
        assertThat(runtime.getDeployedApplicationNames()).doesNotContain(name);
    }

    /** Undeploys somebody else's application. */
    void undeployBeside(String name) {
        runtime.undeploy(name);
        others.remove(name);
    }

    private boolean isDeployed() {
        return runtime.getDeployedApplicationNames().contains(APPLICATION);
    }

    /** Undeploys what is there, and forgets what was set. */
    void undeploy() {
        // Who came last may use who came before.
        for (int i = others.size() - 1; i >= 0; i--) {
            runtime.undeploy(others.get(i));
        }
        others.clear();
        undeployServer();
        settings.keySet().forEach(System::clearProperty);
        settings.clear();
    }

    /** Undeploys the WAR alone: the others and what was set stay. */
    void undeployServer() {
        if (isDeployed()) {
            runtime.undeploy(APPLICATION);
        }
    }

    Http http() {
        return Http.local(httpPort);
    }

    /** Returns what was logged since the last deployment began. */
    String log() {
        return String.join("\n", log.lines);
    }

    /** Returns what was written under the name of a logger since then: the level and the text of each line. */
    List<String> log(String logger) {
        return log.records.stream()
                .filter(line -> logger.equals(line.getLoggerName()))
                .map(line -> line.getLevel() + " " + line.getMessage())
                .toList();
    }

    int clientPort() throws JMException {
        return (int) attribute("ClientPort");
    }

    Object attribute(String name) throws JMException {
        return registry().getAttribute(server(), name);
    }

    void enterLameDuckMode() throws JMException {
        registry().invoke(server(), "enterLameDuckMode", null, null);
    }

    boolean isInJmx() throws JMException {
        return !registry().queryNames(new ObjectName("dev.gannet:*"), null).isEmpty();
    }

    void awaitNotInJmx() throws Exception {
        Eventually.eventually(() -> {
            if (isInJmx()) {
                throw new AssertionError("the server is still in JMX");
            }
        });
    }

    private static ObjectName server() throws JMException {
        return new ObjectName("dev.gannet:type=Server");
    }

    private static MBeanServer registry() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Keeps the text of what the container logs. Any thread. */
    private static final class Log extends Handler {
        private static final int LINES_MAX = 10_000;

        private final SimpleFormatter formatter = new SimpleFormatter();
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            if (lines.size() < LINES_MAX) {
                lines.add(formatter.format(line));
                records.add(line);
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            clear();
        }

        private void clear() {
            lines.clear();
            records.clear();
        }
    }

    /** The one of this JVM: a container cannot be booted twice. */
    private static final class Only {
        private static final Micro MICRO = boot();
    }

    /** Gives tests the one container of their JVM. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Micro.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Only.MICRO;
        }
    }
}
