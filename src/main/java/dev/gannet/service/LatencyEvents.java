package dev.gannet.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.account.LatencyListener;
import dev.gannet.account.latency.LatencyMetric;
import dev.gannet.base.Clock;
import dev.gannet.connection.ServerContext;
import dev.gannet.protocol.EventIds;
import dev.gannet.protocol.ServerMessage;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * Tells accounts how long the services take that they offer (MO-148). A metric is made where it was measured, since it is
 * small, and there are never more than there are requests.
 *
 * <p>Any thread.
 */
final class LatencyEvents implements LatencyListener {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int HASH_LENGTH = 8;

    private final ServerContext server;
    private final EngineAccess engine;
    private final EventIds ids = new EventIds();
    private final String replySuffix;

    LatencyEvents(ServerContext server, EngineAccess engine) {
        this.server = server;
        this.engine = engine;
        this.replySuffix = "." + hash(server.info().serverName()) + ".T";
    }

    /** Returns the short name that servers have among each other. */
    private static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            StringBuilder text = new StringBuilder(HASH_LENGTH);
            for (int i = 0; i < HASH_LENGTH; i++) {
                text.append(DIGITS.charAt((hash[i] & 0xff) % DIGITS.length()));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 of the server's name: " + e, e);
        }
    }

    @Override
    public Clock clock() {
        return server.clock();
    }

    @Override
    public String replySuffix() {
        return replySuffix;
    }

    @Override
    public void measured(Account service, String subject, LatencyMetric metric) {
        byte[] event = metric.json(ids.next(), server.clock().instant());
        engine.publish(service, new ServerMessage(Answers.wire(subject), event));
    }

    @Override
    public void wakeAfter(long delayNanos, Runnable task) {
        engine.schedule(delayNanos, task);
    }
}
