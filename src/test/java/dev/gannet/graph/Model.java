package dev.gannet.graph;

import dev.gannet.graph.Graph.Export;
import dev.gannet.graph.Graph.Import;
import dev.gannet.graph.Graph.Mapping;
import dev.gannet.graph.Graph.Node;
import dev.gannet.graph.Graph.Rules;
import dev.gannet.graph.Scene.Guest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What sharing, mappings and permissions come to, straight from docs/guide: each message looks through every account,
 * import and subscription, and nothing is remembered but who waits for answers.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class Model {
    private Graph graph;
    final List<Peer> peers = new ArrayList<>();
    private final Map<String, Waiting> waiting = new HashMap<>(); // By account and subject.
    private int tokens;

    Model(Graph graph, List<Guest> guests) {
        this.graph = graph;
        for (Guest guest : guests) {
            peers.add(new Peer(
                    peers.size(), guest, graph.node(guest.account()).users().get(guest.user())));
        }
    }

    /** A client with what it subscribes to. */
    static final class Peer {
        final int index;
        final Guest guest;
        final Rules rules;
        final Map<String, Sub> subs = new LinkedHashMap<>();
        private final Map<String, Integer> permits = new HashMap<>();

        Peer(int index, Guest guest, Rules rules) {
            this.index = index;
            this.guest = guest;
            this.rules = rules;
        }

        /** It has been sent a message that it may answer. */
        void asked(String reply) {
            if (rules.answers() != 0 && !Rights.mayPublish(rules, reply)) {
                permits.put(reply, rules.answers());
            }
        }

        private boolean usesPermit(String subject) {
            Integer left = permits.get(subject);
            if (left == null) {
                return false;
            }
            if (left == 1) {
                permits.remove(subject);
            } else if (left > 0) {
                permits.put(subject, left - 1);
            }
            return true;
        }
    }

    /** A subscription; no queue is the empty text. */
    record Sub(String filter, String queue) {}

    /** Who waits for an answer, where it is called so. */
    record Waiting(String asker, String reply, String response) {}

    /** A message that somebody gets; shown without what is different each time. */
    record Delivery(int peer, String shown, String reply) {
        static Delivery of(int peer, Sent sent, String sid) {
            String shown = peer + "< " + Texts.plain(sent.subject) + " " + sid + " " + Texts.plain(sent.reply) + " ["
                    + Texts.plain(sent.header) + "] " + sent.payload;
            return new Delivery(peer, shown, sent.reply);
        }
    }

    /** What is sent to somebody. */
    record Sent(String subject, String reply, String header, String payload) {}

    /** What must come of a step: all of the first, and one of each of the others; or what the server complains of. */
    static final class Outcome {
        final List<Delivery> plain = new ArrayList<>();
        final List<List<Delivery>> oneOf = new ArrayList<>();
        final List<String> errors = new ArrayList<>();
    }

    /** A message on its way; {@code told} is how much a service was told of who asks. */
    private record Message(
            Peer from, String reply, List<String> header, String payload, int depth, String told, boolean imported) {
        Message on(String nextReply, List<String> nextHeader, String nextTold) {
            return new Message(from, nextReply, nextHeader, payload, depth + 1, nextTold, true);
        }
    }

    /** Other sharing is in force; nobody asks for answers of before. */
    void share(Graph next) {
        graph = next;
        waiting.clear();
    }

    @Nullable
    Waiting waiting(String account, String subject) {
        return waiting.get(account + " " + subject);
    }

    Outcome subscribe(Peer peer, String filter, String queue, String sid) {
        Outcome outcome = new Outcome();
        if (Rights.maySubscribe(peer.rules, filter, queue)) {
            peer.subs.put(sid, new Sub(filter, queue));
        } else {
            String using = queue.isEmpty() ? "" : " using queue \"" + queue + "\"";
            outcome.errors.add(
                    peer.index + "< -ERR 'Permissions Violation for Subscription to \"" + filter + "\"" + using + "'");
        }
        return outcome;
    }

    Outcome publish(Peer from, String subject, String reply, List<String> header, String payload) {
        Outcome outcome = new Outcome();
        String mapped = map(from.guest.account(), subject);
        String wanted = mapped == null ? "" : mapped;
        if (!Rights.mayPublish(from.rules, wanted) && !from.usesPermit(wanted)) {
            outcome.errors.add(
                    from.index + "< -ERR 'Permissions Violation for Publish to \"" + Texts.plain(wanted) + "\"'");
            return outcome;
        }
        Message message = new Message(from, reply, header, payload, 0, "acc", false);
        int count = mapped == null ? 0 : deliver(outcome, from.guest.account(), mapped, message);
        if (count == 0 && !reply.isEmpty() && from.guest.headers()) {
            List<Delivery> nobody = new ArrayList<>();
            from.subs.forEach((sid, sub) -> {
                if (sub.queue.isEmpty() && Texts.matches(sub.filter, reply)) {
                    String head = "NATS/1.0 503|Nats-Subject: " + wanted;
                    nobody.add(Delivery.of(from.index, new Sent(reply, "", head, ""), sid));
                }
            });
            if (!nobody.isEmpty()) {
                outcome.oneOf.add(nobody);
            }
        }
        return outcome;
    }

    /** Returns where a subject is mapped to; null if the message is lost. */
    private @Nullable String map(String account, String subject) {
        for (Mapping mapping : graph.node(account).mappings()) {
            if (Texts.matches(mapping.source(), subject)) {
                int whole = mapping.weights().indexOf(100);
                if (whole >= 0) {
                    return Texts.carry(mapping.source(), mapping.destinations().get(whole), subject);
                }
                return mapping.destinations().contains(mapping.source()) ? null : subject;
            }
        }
        return subject;
    }

    /** Delivers in an account what was published there, or has come there; returns how many got it. */
    private int deliver(Outcome outcome, String account, String subject, Message message) {
        int before = outcome.plain.size() + outcome.oneOf.size();
        Map<String, List<Delivery>> queues = new TreeMap<>();
        offer(outcome, queues, account, subject, message);
        if (!message.imported) {
            for (Node importer : graph.nodes()) {
                for (Import read : importer.imports()) {
                    if (!read.isService() && read.account().equals(account) && Texts.matches(read.subject(), subject)) {
                        String here = Texts.carry(read.subject(), read.local(), subject);
                        offer(outcome, queues, importer.name(), here, message);
                    }
                }
            }
        }
        outcome.oneOf.addAll(queues.values());
        int count = outcome.plain.size() + outcome.oneOf.size() - before;
        for (Import read : graph.node(account).imports()) {
            if (read.isService() && Texts.matches(Texts.filter(read.local()), subject)) {
                count += ask(outcome, account, read, subject, message);
            }
        }
        return count + answer(outcome, account, subject, message);
    }

    private void offer(
            Outcome outcome, Map<String, List<Delivery>> queues, String account, String subject, Message message) {
        for (Peer peer : peers) {
            boolean own = peer == message.from && !peer.guest.echo() && message.depth == 0;
            if (!peer.guest.account().equals(account) || own) {
                continue;
            }
            peer.subs.forEach((sid, sub) -> {
                if (!Texts.matches(sub.filter, subject) || !Rights.mayReceive(peer.rules, subject, sub.queue)) {
                    return;
                }
                String header = peer.guest.headers() ? String.join("|", message.header) : "";
                Sent sent = new Sent(subject, message.reply, header, message.payload);
                Delivery delivery = Delivery.of(peer.index, sent, sid);
                if (sub.queue.isEmpty()) {
                    outcome.plain.add(delivery);
                } else {
                    queues.computeIfAbsent(sub.queue, queue -> new ArrayList<>())
                            .add(delivery);
                }
            });
        }
    }

    private int ask(Outcome outcome, String asker, Import read, String subject, Message message) {
        String there = Texts.carry(read.local(), read.subject(), subject);
        String reply =
                message.reply.isEmpty() ? "" : await(read.account(), new Waiting(asker, message.reply, response(read)));
        String told = message.told;
        if (read.shares() && message.depth == 0) {
            told = "all";
        } else if (read.shares() && told.equals("acc")) {
            told = "server";
        }
        List<String> header = new ArrayList<>(message.header);
        header.removeIf(line -> line.startsWith("info "));
        String through = message.depth == 0 ? "" : asker;
        header.add("info " + message.from.guest.account() + " " + through + " " + told);
        String mapped = map(read.account(), there);
        int count = mapped == null ? 0 : deliver(outcome, read.account(), mapped, message.on(reply, header, told));
        if (count == 0) {
            waiting.remove(read.account() + " " + reply);
        }
        return count;
    }

    private String response(Import read) {
        List<Export> exports = graph.node(read.account()).exports().stream()
                .filter(Export::isService)
                .filter(export -> Texts.covers(export.subject(), read.subject()))
                .toList();
        return exports.stream()
                .filter(export -> export.subject().equals(read.subject()))
                .findFirst()
                .orElse(exports.get(0))
                .response();
    }

    private String await(String account, Waiting who) {
        String subject = String.format("_R_.tokens.%06d", ++tokens);
        waiting.put(account + " " + subject, who);
        return subject;
    }

    private int answer(Outcome outcome, String account, String subject, Message message) {
        String key = account + " " + subject;
        Waiting who = waiting.get(key);
        if (who == null) {
            return 0;
        }
        boolean isOne = who.response.isEmpty() || who.response.equals("singleton");
        if (isOne) {
            waiting.remove(key);
        }
        String reply =
                message.reply.isEmpty() ? "" : await(who.asker, new Waiting(account, message.reply, who.response));
        String mapped = map(who.asker, who.reply);
        int count = mapped == null ? 0 : deliver(outcome, who.asker, mapped, message.on(reply, message.header, "acc"));
        if (count == 0 || (message.payload.isEmpty() && message.header.isEmpty())) {
            waiting.remove(key);
        }
        if (count == 0) {
            waiting.remove(who.asker + " " + reply);
        }
        return count;
    }
}
