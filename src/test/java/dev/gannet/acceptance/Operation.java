package dev.gannet.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a user of account M does, with a friend in the same account who may do everything, and somebody in
 * another account.
 *
 * @param outcomes by their names in a table: the lines that each of the three gets, as {@code me: MSG a 1 2}
 */
record Operation(String name, Act act, Map<String, List<String>> outcomes) {
    private static final String PUBLISH = "me: -ERR 'Permissions Violation for Publish to \"%s\"'";
    private static final String SUBSCRIBE = "me: -ERR 'Permissions Violation for Subscription to \"%s\"%s'";
    private static final String HEADER = "NATS/1.0\r\nA: b\r\n\r\n";

    /** Who is there. */
    record Cast(User me, User friend, User other) {
        /** Waits until what each has sent is where it goes. */
        void settle() throws IOException {
            me.settle();
            friend.settle();
            other.settle();
        }
    }

    /** What they do. */
    interface Act {
        void play(Cast cast) throws IOException;
    }

    /** What the friend and the other subscribe to before anything happens. */
    static void begin(Cast cast) throws IOException {
        for (String subject : List.of("open.a", "shut.a", "open.map", "shut.map", "back.1")) {
            cast.friend.send("SUB " + subject + " " + subject + "\r\n"); // The sid says which it was.
        }
        cast.other.send("SUB svc.> s\r\n");
        cast.settle();
    }

    /** Those that a server without accounts knows. */
    static List<Operation> ofOneAccount() {
        List<Operation> operations = new ArrayList<>();
        for (String subject : List.of("open", "shut")) {
            operations.add(publish("PUB " + subject, subject + ".a", "", subject + ".a"));
            operations.add(publish("PUB " + subject + ", reply", subject + ".a", "inbox.x ", subject + ".a"));
            operations.add(publishWithHeader(subject));
        }
        operations.add(publish("PUB open, mapped to shut", "open.m", "", "shut.map"));
        operations.add(publish("PUB shut, mapped to open", "shut.m", "", "open.map"));
        for (String subject : List.of("open", "shut")) {
            operations.add(subscribe("SUB " + subject, subject + ".s", ""));
        }
        operations.add(subscribeToBoth("SUB *", "s"));
        operations.add(subscribe("SUB open, queue g", "open.s", "g"));
        operations.add(subscribe("SUB open, queue h", "open.s", "h"));
        operations.add(subscribe("SUB shut, queue g", "shut.s", "g"));
        operations.add(unsubscribe());
        operations.add(request());
        operations.add(answer());
        return operations;
    }

    /** Those that lead into another account. */
    static List<Operation> acrossAccounts() {
        List<Operation> operations = new ArrayList<>();
        operations.add(ask("open.svc", "svc.a"));
        operations.add(ask("shut.svc", "svc.b"));
        operations.add(feed("open.feed", "", "feed.a"));
        operations.add(feed("shut.feed", "", "feed.b"));
        operations.add(feed("shut.feed", "g", "feed.b"));
        operations.add(feedOfBoth());
        return operations;
    }

    private static Operation publish(String name, String subject, String reply, String delivered) {
        return new Operation(
                name,
                cast -> cast.me.send("PUB " + subject + " " + reply + "2\r\nhi\r\n"),
                Map.of(
                        "yes", List.of("friend: MSG " + delivered + " " + delivered + " " + reply + "2", "friend: hi"),
                        "no", List.of(PUBLISH.formatted(delivered))));
    }

    private static Operation publishWithHeader(String subject) {
        return new Operation(
                "HPUB " + subject,
                cast -> cast.me.send("HPUB " + subject + ".a 18 20\r\n" + HEADER + "hi\r\n"),
                Map.of(
                        "yes",
                        List.of(
                                "friend: HMSG " + subject + ".a " + subject + ".a # #",
                                "friend: NATS/1.0",
                                "friend: A: b",
                                "friend: ",
                                "friend: hi"),
                        "no",
                        List.of(PUBLISH.formatted(subject + ".a"))));
    }

    private static Operation ask(String subject, String there) {
        return new Operation(
                "PUB " + subject + ", a service",
                cast -> cast.me.send("PUB " + subject + " 2\r\nhi\r\n"),
                Map.of(
                        "yes",
                        List.of(
                                "other: HMSG " + there + " s # #",
                                "other: NATS/1.0",
                                "other: Nats-Request-Info: {\"acc\":\"M\"}",
                                "other: ",
                                "other: hi"),
                        "no",
                        List.of(PUBLISH.formatted(subject))));
    }

    private static Operation subscribe(String name, String subject, String queue) {
        return new Operation(
                name,
                cast -> {
                    cast.me.send("SUB " + subject + " " + queue + " 1\r\n");
                    cast.me.settle();
                    cast.friend.send("PUB " + subject + " 2\r\nhi\r\n");
                },
                Map.of(
                        "yes",
                        List.of("me: MSG " + subject + " 1 2", "me: hi"),
                        "no",
                        List.of(refused(subject, queue))));
    }

    private static String refused(String subject, String queue) {
        return SUBSCRIBE.formatted(subject, queue.isEmpty() ? "" : " using queue \"" + queue + "\"");
    }

    private static Operation subscribeToBoth(String name, String last) {
        return new Operation(
                name,
                cast -> {
                    cast.me.send("SUB *." + last + " 1\r\n");
                    cast.me.settle();
                    cast.friend.send("PUB open." + last + " 2\r\nhi\r\nPUB shut." + last + " 2\r\nho\r\n");
                },
                both(last));
    }

    private static Map<String, List<String>> both(String last) {
        return Map.of(
                "yes",
                List.of("me: MSG open." + last + " 1 2", "me: hi", "me: MSG shut." + last + " 1 2", "me: ho"),
                "part",
                List.of("me: MSG open." + last + " 1 2", "me: hi"),
                "no",
                List.of(refused("*." + last, "")));
    }

    private static Operation feed(String subject, String queue, String there) {
        Operation plain = subscribe(subject, subject, queue);
        return new Operation(
                "SUB " + subject + (queue.isEmpty() ? "" : ", queue " + queue) + ", a stream",
                cast -> {
                    cast.me.send("SUB " + subject + " " + queue + " 1\r\n");
                    cast.me.settle();
                    cast.other.send("PUB " + there + " 2\r\nhi\r\n");
                },
                plain.outcomes);
    }

    private static Operation feedOfBoth() {
        return new Operation(
                "SUB *.feed, two streams",
                cast -> {
                    cast.me.send("SUB *.feed 1\r\n");
                    cast.me.settle();
                    cast.other.send("PUB feed.a 2\r\nhi\r\nPUB feed.b 2\r\nho\r\n");
                },
                both("feed"));
    }

    private static Operation unsubscribe() {
        return new Operation(
                "UNSUB",
                cast -> {
                    cast.me.send("SUB open.s 1\r\nUNSUB 1\r\n");
                    cast.me.settle();
                    cast.friend.send("PUB open.s 2\r\nhi\r\n");
                },
                Map.of("yes", List.of(), "no", List.of(refused("open.s", ""))));
    }

    private static Operation request() {
        List<String> asked = List.of("friend: MSG open.a open.a inbox.me 2", "friend: hi");
        List<String> answered = List.of("me: MSG inbox.me 1 2", "me: ok");
        Map<String, List<String>> outcomes = new LinkedHashMap<>();
        outcomes.put("yes", joined(answered, asked));
        outcomes.put("no", joined(List.of(PUBLISH.formatted("open.a")), answered));
        return new Operation(
                "request",
                cast -> {
                    cast.me.send("SUB inbox.me 1\r\nPUB open.a inbox.me 2\r\nhi\r\n");
                    cast.me.settle();
                    cast.friend.send("PUB inbox.me 2\r\nok\r\n");
                },
                outcomes);
    }

    private static Operation answer() {
        Map<String, List<String>> outcomes = new LinkedHashMap<>();
        List<String> asked = List.of("me: MSG open.s 1 back.1 2", "me: hi");
        String refused = PUBLISH.formatted("back.1");
        outcomes.put("yes", joined(asked, answers(3)));
        outcomes.put("two", joined(asked, joined(List.of(refused), answers(2))));
        outcomes.put("one", joined(asked, joined(List.of(refused, refused), answers(1))));
        outcomes.put("no", joined(asked, List.of(refused, refused, refused)));
        List<String> nobody = List.of(
                "friend: HMSG back.1 back.1 # #",
                "friend: NATS/1.0 503",
                "friend: Nats-Subject: open.s",
                "friend: ",
                "friend: ");
        outcomes.put("deaf", joined(joined(List.of(refused("open.s", "")), nobody), answers(3)));
        return new Operation(
                "three answers to a request",
                cast -> {
                    cast.me.send("SUB open.s 1\r\n");
                    cast.me.settle();
                    cast.friend.send("PUB open.s back.1 2\r\nhi\r\n");
                    cast.friend.settle();
                    cast.me.send("PUB back.1 2\r\nr1\r\nPUB back.1 2\r\nr2\r\nPUB back.1 2\r\nr3\r\n");
                },
                outcomes);
    }

    private static List<String> answers(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            lines.add("friend: MSG back.1 back.1 2");
            lines.add("friend: r" + i);
        }
        return lines;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    List<String> outcome(String outcomeName) {
        List<String> lines = outcomes.get(outcomeName);
        if (lines == null) {
            throw new IllegalArgumentException("outcome: " + outcomeName + " (expected: one of " + name + ")");
        }
        return lines;
    }

    /** Plays it, and returns what everybody got; waits for as many lines as {@code expected} has. */
    List<String> play(Cast cast, List<String> expected) throws IOException {
        act.play(cast);
        cast.settle();
        List<String> lines = new ArrayList<>();
        note(lines, "me: ", cast.me, expected);
        note(lines, "friend: ", cast.friend, expected);
        note(lines, "other: ", cast.other, expected);
        cast.me.send("UNSUB 1\r\n");
        cast.me.settle();
        return lines;
    }

    private static void note(List<String> lines, String who, User user, List<String> expected) throws IOException {
        int count = (int) expected.stream().filter(line -> line.startsWith(who)).count();
        for (String line : user.received(count)) {
            lines.add(who
                    + line.replaceAll("^(HMSG \\S+ \\S+) \\d+ \\d+$", "$1 # #").replaceAll(",\"rtt\":\\d+", ""));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
