package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An application that is deployed again and again leaves nothing of its former selves. */
@ExtendWith(Micro.Extension.class)
class RedeployIT {
    /** More of them, such as 100, show slower leaks: {@code -Dpayara.redeploys=100}. */
    private static final int TIMES = Integer.getInteger("payara.redeploys", 10);

    /** The container starts a few late, such as one that keeps connections alive: fewer than one each time. */
    private static final int THREADS_MADE_MAX = 4;

    /** The container keeps a few for itself, such as the archive that it deployed last. */
    private static final int DESCRIPTORS_KEPT_MAX = 5;

    @TempDir
    Path directory;

    /**
     * JDK 17 keeps the types of the record that was the last to be compared for the first time, and with them their loader.
     * This one takes the place of whichever of ours that was. (Later ones keep them while there is memory, so this JVM keeps
     * nothing for that reason alone.)
     */
    private record Compared(String text) {}

    private final Micro micro;

    RedeployIT(Micro micro) {
        this.micro = micro;
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        // given a container that has made what it makes once, and a port
        deployAndUse(-1);
        int port = micro.clientPort();
        micro.undeploy();
        Map<String, String> threads = threads();
        long descriptors = descriptors();

        // when
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            deployAndUse(port);
            loaders.add(new WeakReference<>(applicationLoader()));
            micro.undeploy();

            // then the port is free at once
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }

        // and threads, files and classes are gone
        eventually(() -> assertThat(threads().keySet()).noneMatch(name -> name.startsWith("gannet-")));
        eventually(() -> {
            Map<String, String> made = threads();
            made.keySet().removeAll(threads.keySet());
            assertThat(made).hasSizeLessThanOrEqualTo(THREADS_MADE_MAX);
        });
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors + DESCRIPTORS_KEPT_MAX);
        assertThat(new Compared("a")).isEqualTo(new Compared("a"));
        eventually(() -> {
            System.gc();
            assertThat(loaders).filteredOn(loader -> loader.get() != null).isEmpty();
        });
    }

    private void deployAndUse(int port) throws Exception {
        micro.set("gannet.host", "127.0.0.1")
                .set("gannet.port", port)
                .set("gannet.jetstream", "enabled")
                .set("gannet.store_dir", directory);
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        try (Connection client =
                Nats.connect(Clients.options(micro.clientPort()).build())) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders")
                            .build());
            client.jetStream().publish("orders", "abc".getBytes(UTF_8));
            client.publish("a", "abc".getBytes(UTF_8));
            client.flush(Clients.SOON);
            for (String path : new String[] {
                "/", "/varz", "/connz?subs=1", "/subsz", "/jsz?config=1", "/healthz", "/health", "/nope"
            }) {
                micro.http().get(path);
            }
        }
    }

    /** The loader of the application's classes: a server's threads have it for their context. */
    private static ClassLoader applicationLoader() {
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("gannet-"))
                .findFirst()
                .orElseThrow();
        return requireNonNull(thread.getContextClassLoader());
    }

    /**
     * Returns where each thread is, by name, but for those that wait for their pool's next task: the container's own pools
     * grow with what it happens to do at once, and shrink after a minute.
     */
    private static Map<String, String> threads() {
        Map<String, String> threads = new TreeMap<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            String where = Arrays.toString(stack);
            if (!where.contains("ThreadPoolExecutor.getTask")) {
                threads.put(thread.getName() + "#" + thread.getId(), where);
            }
        });
        return threads;
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
