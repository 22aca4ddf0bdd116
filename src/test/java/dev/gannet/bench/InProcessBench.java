package dev.gannet.bench;

import dev.gannet.api.Messaging;
import dev.gannet.api.OnSubject;
import dev.gannet.base.ServerLog;
import dev.gannet.client.inprocess.InProcessServer;
import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.BeanContainer;
import io.nats.client.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What an application has of a server in its own JVM, against jnats over TCP: messages published in a second, and the
 * microseconds of a request that a method with {@code @OnSubject} answers. A line for each: {@code way what figure}.
 */
public final class InProcessBench {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WARM_UP = 4;

    private InProcessBench() {}

    /** Answers what it is asked. */
    @ApplicationScoped
    static class Desk {
        @Inject
        Messaging messaging;

        @Inject
        Connection nats;

        @OnSubject("bench.ask")
        byte[] ask(byte[] question) {
            return question;
        }

        Messaging messaging() {
            return messaging;
        }

        Connection nats() {
            return nats;
        }
    }

    /** The server of this JVM. */
    @ApplicationScoped
    static class Embedded {
        @Produces
        @Singleton
        GannetServer server() {
            return GannetServer.start(ServerConfig.embedded(), ServerLog.silent());
        }

        void close(@Disposes GannetServer server) {
            server.close();
        }

        @Produces
        InProcessServer inProcess(GannetServer server) {
            return receiver -> server.inProcess().apply(receiver);
        }
    }

    /** How an application publishes. */
    private interface Publisher {
        void publish(String subject, byte[] payload);
    }

    /**
     * Measures one way.
     *
     * @param arguments {@code in-process}, or the URL of a server; then how many messages of a size, and how many requests
     */
    public static void main(String... arguments) throws Exception {
        boolean here = arguments[0].equals("in-process");
        int messages = Integer.parseInt(arguments[1]);
        int requests = Integer.parseInt(arguments[2]);
        try (BeanContainer beans = here
                ? BeanContainer.start(Map.of(), Embedded.class, Desk.class)
                : BeanContainer.start(arguments[0], Desk.class)) {
            Desk desk = beans.get(Desk.class);
            Publisher publisher = here ? desk.messaging()::publish : desk.nats()::publish;
            for (int size : new int[] {16, 128, 1024}) {
                double rate = 0;
                for (int i = 0; i <= WARM_UP; i++) {
                    rate = publish(desk.messaging(), publisher, i < WARM_UP ? messages / 4 : messages, size);
                }
                say("publish-" + size, rate);
            }
            ask(desk.messaging(), requests);
            long[] nanos = ask(desk.messaging(), requests);
            say("request-p50", nanos[nanos.length / 2] / 1e3);
            say("request-p99", nanos[(int) (nanos.length * 0.99)] / 1e3);
        }
    }

    /** Returns messages in a second, counted until the server has taken the last. */
    private static double publish(Messaging messaging, Publisher publisher, int count, int size) throws Exception {
        byte[] payload = new byte[size];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            publisher.publish("bench.nobody", payload);
        }
        if (publisher instanceof Connection nats) {
            nats.flush(SOON);
        }
        messaging.request("bench.ask", "", SOON);
        return count * 1e9 / (System.nanoTime() - start);
    }

    private static long[] ask(Messaging messaging, int count) {
        byte[] question = new byte[16];
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            messaging.request("bench.ask", Map.of(), question, SOON);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    @SuppressWarnings("SystemOut")
    private static void say(String what, double figure) {
        System.out.printf(Locale.ROOT, "%s %.1f%n", what, figure);
    }
}
