package dev.gannet.net.ocsp;

import dev.gannet.config.tls.Der;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Has the JVM show our staples, in a process that is the server's own. The JVM staples by itself when it is told so by
 * properties, and asks a responder for each handshake: it is told of one that is a part of this process, {@code
 * dev.gannet.process.staple.Handler}, which answers with what {@link StapleMonitor} has fetched, checked and kept.
 *
 * <p>The properties are read by each TLS context that is made after they were set, so nothing is set, and no class loaded,
 * before there is a staple to show.
 *
 * <p><b>Owner:</b> whoever starts or reloads the server; the JVM's threads ask.
 */
public final class JvmStaples implements StapleHost {
    /** Whether the JVM staples. */
    static final String ENABLED = "jdk.tls.server.enableStatusRequestExtension";

    private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";
    private static final String HANDLER = "dev.gannet.process.staple.Handler";
    private static final String HANDLERS = "java.protocol.handler.pkgs";
    private static final String HANDLER_PACKAGE = "dev.gannet.process";

    /** What the JVM keeps of an answer it keeps for a second: zero would be for good. */
    private static final Map<String, String> SETTINGS = Map.of(
            "jdk.tls.stapling.responderURI", "staple:/gannet",
            "jdk.tls.stapling.responderOverride", "true",
            "jdk.tls.stapling.ignoreExtensions", "true",
            "jdk.tls.stapling.cacheLifetime", "1");

    private final AtomicReference<@Nullable StapleMonitor> shown = new AtomicReference<>();

    @Override
    public boolean shows() {
        return true;
    }

    @Override
    public void show(@Nullable StapleMonitor monitor) {
        StapleMonitor before = shown.getAndSet(monitor);
        if (monitor != null) {
            install();
            SETTINGS.forEach(System::setProperty);
            System.setProperty(ENABLED, "true");
            System.setProperty(TICKETS, "false"); // So that sessions can be forgotten without a context for each.
        } else if (before != null) {
            System.clearProperty(ENABLED);
            System.clearProperty(TICKETS);
        }
    }

    /** Returns whether a TLS context that is made now shows our staples, and makes no tickets of its own accord. */
    public static boolean areShown() {
        return Boolean.getBoolean(ENABLED) && "false".equals(System.getProperty(TICKETS));
    }

    /** The class loader of the program has the handler, and in a container that is not ours. */
    private void install() {
        String others = System.getProperty(HANDLERS, "");
        if (!Arrays.asList(others.split("\\|", -1)).contains(HANDLER_PACKAGE)) {
            System.setProperty(HANDLERS, others.isEmpty() ? HANDLER_PACKAGE : others + "|" + HANDLER_PACKAGE);
        }
        UnaryOperator<byte[]> responder = this::answer;
        try {
            ClassLoader.getSystemClassLoader()
                    .loadClass(HANDLER)
                    .getMethod("responder", UnaryOperator.class)
                    .invoke(null, responder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(HANDLER + ": not in this program: " + e, e);
        }
    }

    /** Returns the staple of the certificate that is asked for, or nothing. */
    private byte[] answer(byte[] question) {
        StapleMonitor monitor = shown.get();
        if (monitor == null || !Arrays.equals(id(question), id(monitor.subject().request()))) {
            return new byte[0];
        }
        byte[] staple = monitor.current();
        return staple == null ? new byte[0] : staple;
    }

    /** Which certificate is asked for: its authority's name and key, and its number. */
    private static byte[] id(byte[] question) {
        Der content = new Der(question).take(Der.SEQUENCE).take(Der.SEQUENCE);
        while (content.tag() != Der.SEQUENCE) {
            content.takeWhole(); // The version, and who asks.
        }
        Der id = content.take(Der.SEQUENCE).take(Der.SEQUENCE).take(Der.SEQUENCE);
        id.take(Der.SEQUENCE); // How the hashes were made, which can be said in two ways.
        return id.rest();
    }
}
