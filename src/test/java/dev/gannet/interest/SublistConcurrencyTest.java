package dev.gannet.interest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is there all the time is found all the time, whatever comes and goes around it. */
class SublistConcurrencyTest {
    private static final int MATCHES = 150_000;
    private static final byte[] SUBJECT = "orders.eu.new".getBytes(ISO_8859_1);

    /** Filters around the stable ones: they grow, shrink and take away each table and list that those are in. */
    private static final String[] CHURNED = {
        "orders.eu.new",
        "orders.eu.*",
        "orders.*.new",
        "orders.>",
        ">",
        "orders.eu.old",
        "orders.us.new",
        "orders.eu.new.x",
        "orders",
        "*",
        "*.*.*"
    };

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Sublist sublist = new Sublist(42);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldAlwaysFindAStableSubscription() throws Exception {
        // given some that stay, between others, and two threads that change everything around them
        FakeSubscriber subscriber = new FakeSubscriber();
        List<Subscription> others = new ArrayList<>();
        Set<Subscription> stable = new HashSet<>();
        for (String filter : List.of("orders.eu.new", "orders.eu.*", "orders.*.new", "orders.>", ">", "*.eu.new")) {
            for (int i = 0; i < 10; i++) {
                others.add(insert(subscriber.subscription(filter)));
                others.add(insert(subscriber.subscription(filter, "q")));
            }
            stable.add(insert(subscriber.subscription(filter)));
            stable.add(insert(subscriber.subscription(filter, "q")));
        }
        AtomicBoolean done = new AtomicBoolean();
        Future<?> first = threads.submit(() -> churn(new SplittableRandom(1), others, done));
        Future<?> second = threads.submit(() -> churn(new SplittableRandom(2), new ArrayList<>(), done));

        // when a third thread matches all the while
        Matches matches = new Matches();
        int missed = 0;
        for (int i = 0; i < MATCHES; i++) {
            sublist.match(SUBJECT, 0, SUBJECT.length, matches);
            missed += found(matches).containsAll(stable) ? 0 : 1;
        }
        done.set(true);
        first.get();
        second.get();

        // then nothing stable was ever missed, and in the end nothing else is left
        assertThat(missed).isZero();
        Set<Subscription> left = new HashSet<>();
        sublist.forEach(left::add);
        assertThat(left).isEqualTo(stable);
    }

    private void churn(SplittableRandom random, List<Subscription> subscriptions, AtomicBoolean done) {
        FakeSubscriber subscriber = new FakeSubscriber();
        while (!done.get()) {
            boolean growing = random.nextBoolean();
            int changes = random.nextInt(200);
            for (int i = 0; i < changes; i++) {
                if (growing) {
                    subscriptions.add(insert(any(subscriber, random)));
                } else if (!subscriptions.isEmpty()) {
                    remove(subscriptions, random);
                }
            }
            while (subscriptions.size() > 500) {
                remove(subscriptions, random);
            }
        }
        subscriptions.forEach(sublist::remove);
    }

    private static Subscription any(FakeSubscriber subscriber, SplittableRandom random) {
        String filter = random.nextBoolean()
                ? CHURNED[random.nextInt(CHURNED.length)]
                : "orders." + random.nextInt(50) + "." + random.nextInt(50);
        return random.nextBoolean() ? subscriber.subscription(filter) : subscriber.subscription(filter, "q");
    }

    private void remove(List<Subscription> subscriptions, SplittableRandom random) {
        int index = random.nextInt(subscriptions.size());
        Subscription last = subscriptions.remove(subscriptions.size() - 1);
        sublist.remove(index == subscriptions.size() ? last : subscriptions.set(index, last));
    }

    private Subscription insert(Subscription subscription) {
        sublist.insert(subscription);
        return subscription;
    }

    private static Set<Subscription> found(Matches matches) {
        Set<Subscription> found = new HashSet<>(Arrays.asList(matches.plain()).subList(0, matches.plainCount()));
        for (int i = 0; i < matches.queueCount(); i++) {
            found.addAll(Arrays.asList(matches.queues()[i].members()));
        }
        return found;
    }
}
