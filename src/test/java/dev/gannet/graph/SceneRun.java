package dev.gannet.graph;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.key.Problems;
import dev.gannet.config.source.Draft;
import dev.gannet.config.source.HostSettings;
import dev.gannet.config.source.ServerConfigReader;
import dev.gannet.fuzz.MemoryConnection;
import dev.gannet.fuzz.MemoryServer;
import dev.gannet.graph.Model.Delivery;
import dev.gannet.graph.Model.Outcome;
import dev.gannet.graph.Model.Peer;
import dev.gannet.graph.Model.Waiting;
import dev.gannet.graph.Scene.Guest;
import dev.gannet.graph.Scene.Header;
import dev.gannet.graph.Scene.Step;
import dev.gannet.graph.Scene.Verb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scene to a server without sockets and to the model.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class SceneRun {
    private static final int READ_BYTES = 1 << 12;
    private static final int ROUNDS_MAX = 2;
    private static final ServerConfigReader READER = new ServerConfigReader(name -> null);
    private static final String CYCLE = "import forms a cycle";

    private final Scene scene;
    private final ServerConfig first;
    private final ServerConfig second;
    private final MemoryServer server;
    private final List<MemoryConnection> connections = new ArrayList<>();
    private final Model model;
    private final Map<String, String> known = new HashMap<>(); // What the model calls a reply subject of an account's.
    private boolean isOther;
    private int delivered;
    private int lastId;

    /** Somebody publishes: a step of the scene, or an answer. */
    private record Publication(
            int from, String subject, String reply, boolean hasHeader, String payload, int answers) {}

    /** What one got who may answer it. */
    private record Received(int peer, String reply, String payload) {}

    private SceneRun(Scene scene, ServerConfig first, ServerConfig second) {
        this.scene = scene;
        this.first = first;
        this.second = second;
        this.server = new MemoryServer(first, ServerLog.silent(), READ_BYTES);
        this.model = new Model(scene.graph(), scene.guests());
    }

    /**
     * Returns a run of the scene; null if the server takes a graph of it for a circle. nats-server, and so Gannet, does so
     * too where an account is reached on two ways that are none.
     *
     * @throws IllegalArgumentException if the server does not take it for another reason
     */
    static @Nullable SceneRun of(Scene scene) {
        ServerConfig first = config(scene.graph());
        ServerConfig second = scene.other().equals(scene.graph()) ? first : config(scene.other());
        return first == null || second == null ? null : new SceneRun(scene, first, second);
    }

    private static @Nullable ServerConfig config(Graph graph) {
        List<String> problems = new ArrayList<>();
        ServerConfig config = read(graph, problems);
        if (problems.stream().anyMatch(problem -> !problem.endsWith(CYCLE))) {
            throw new IllegalArgumentException(problems + "\n" + graph.conf());
        }
        return problems.isEmpty() ? config : null;
    }

    private static ServerConfig read(Graph graph, List<String> errors) {
        Draft draft = new Draft();
        Problems problems = new Problems();
        String accounts = graph.conf().substring("accounts ".length());
        HostSettings settings = new HostSettings("", Map.of("accounts", accounts));
        READER.read(settings, draft, problems);
        errors.addAll(problems.errors());
        return draft.toConfig();
    }

    /** Returns how many messages were delivered. */
    int delivered() {
        return delivered;
    }

    /** Returns what was not as the model has it; the empty text if all was. */
    String difference() {
        for (Guest guest : scene.guests()) {
            MemoryConnection connection = server.connect();
            connections.add(connection);
            connection.receive(guest.connect().getBytes(ISO_8859_1));
            server.turn();
            connection.takeOutput();
        }
        for (Step step : scene.steps()) {
            String difference = play(step);
            if (!difference.isEmpty()) {
                return "after " + step + "\n" + difference;
            }
        }
        return leftovers();
    }

    /** Returns what is left when everybody is gone, but for the services that are imported. */
    private String leftovers() {
        connections.forEach(MemoryConnection::endInput);
        server.turn();
        Graph graph = isOther ? scene.other() : scene.graph();
        for (Graph.Node node : graph.nodes()) {
            long services =
                    node.imports().stream().filter(Graph.Import::isService).count();
            long left = server.context()
                    .accounts()
                    .get(node.name())
                    .interest()
                    .sublist()
                    .size();
            if (left != services) {
                return "left in " + node.name() + ": " + left + " subscriptions (expected: " + services + ")\n";
            }
        }
        return "";
    }

    private String play(Step step) {
        Peer peer = model.peers.get(step.guest());
        switch (step.verb()) {
            case SUB -> {
                if (peer.subs.containsKey(step.sid())) {
                    return "";
                }
                send(step.guest(), step.wire(""));
                return compare(model.subscribe(peer, step.subject(), step.extra(), step.sid()), "", new ArrayList<>());
            }
            case UNSUB -> {
                peer.subs.remove(step.sid());
                send(step.guest(), step.wire(""));
                return compare(new Outcome(), "", new ArrayList<>());
            }
            case RELOAD -> {
                isOther = !isOther;
                server.reload(isOther ? second : first);
                model.share(isOther ? scene.other() : scene.graph());
                known.clear();
                return compare(new Outcome(), "", new ArrayList<>());
            }
            case PUB -> {
                String payload = "m" + ++lastId;
                return publish(new Publication(
                        step.guest(), step.subject(), step.extra(), step.hasHeader(), payload, step.answers()));
            }
        }
        throw new IllegalStateException("step: " + step);
    }

    private boolean hasHeader(Publication message) {
        return message.hasHeader && scene.guests().get(message.from).headers();
    }

    /** Publishes, and then answers what was asked, and so on. */
    private String publish(Publication begin) {
        Queue<Publication> waiting = new ArrayDeque<>(List.of(begin));
        for (Publication next = waiting.poll(); next != null; next = waiting.poll()) {
            String answering = known(next.from, next.subject);
            List<String> header = hasHeader(next) ? List.of(Header.LINE) : List.of();
            Outcome expected = model.publish(model.peers.get(next.from), answering, next.reply, header, next.payload);
            Step step = new Step(Verb.PUB, next.from, next.subject, next.reply, "", hasHeader(next), 0);
            send(next.from, step.wire(next.payload));
            List<Received> received = new ArrayList<>();
            String difference = compare(expected, account(next.from), received);
            if (!difference.isEmpty()) {
                return step + " of " + next.payload + "\n" + difference;
            }
            for (Received message : received) {
                waiting.addAll(answers(message, next.answers));
            }
        }
        return "";
    }

    private List<Publication> answers(Received message, int way) {
        boolean isOurs = message.reply.startsWith("inbox.") || known.containsKey(key(message.peer, message.reply));
        if (way == 0 || !isOurs || message.payload.startsWith("r".repeat(ROUNDS_MAX))) {
            return List.of();
        }
        String payload = "r" + message.payload;
        Publication plain = new Publication(message.peer, message.reply, "", false, payload, way);
        return switch (way) {
            case 1 -> List.of(plain);
            case 2 -> List.of(plain, plain);
            case 3 -> List.of(plain, new Publication(message.peer, message.reply, "", false, "", way), plain);
            case 4 ->
                List.of(new Publication(message.peer, message.reply, "inbox." + message.peer, true, payload, way));
            default ->
                message.reply.startsWith("inbox.")
                        ? List.of(new Publication(
                                message.peer,
                                "w." + message.reply.substring("inbox.".length()),
                                "",
                                false,
                                payload,
                                way))
                        : List.of(plain);
        };
    }

    private String known(int peer, String subject) {
        return known.getOrDefault(key(peer, subject), subject);
    }

    /** Reply subjects of two accounts may be the same, as everything here that comes by chance. */
    private String key(int peer, String subject) {
        return account(peer) + " " + subject;
    }

    private String account(int peer) {
        return scene.guests().get(peer).account();
    }

    private void send(int from, String text) {
        connections.get(from).receive(text.getBytes(ISO_8859_1));
        server.turn();
    }

    /** Holds what everybody has got against what was expected, and notes who may answer what. */
    private String compare(Outcome expected, String publisher, List<Received> received) {
        List<String> missing = new ArrayList<>(expected.errors);
        expected.plain.forEach(delivery -> missing.add(delivery.shown()));
        List<String> surplus = new ArrayList<>();
        for (int i = 0; i < connections.size(); i++) {
            for (Frames.Frame frame : Frames.of(i, connections.get(i).takeOutput())) {
                if (!missing.remove(frame.shown())) {
                    surplus.add(frame.shown());
                }
                note(expected, frame, received);
                delivered++;
            }
        }
        List<List<String>> oneOf = new ArrayList<>();
        for (List<Delivery> candidates : expected.oneOf) {
            oneOf.add(candidates.stream().map(Delivery::shown).toList());
        }
        if (missing.isEmpty() && isOneOfEach(oneOf, surplus)) {
            return "";
        }
        return "published in " + publisher + "\nmissing: " + missing + "\none of each: " + oneOf
                + "\nthese or too many: " + surplus;
    }

    private static boolean isOneOfEach(List<List<String>> groups, List<String> taken) {
        if (groups.size() != taken.size()) {
            return false;
        }
        if (groups.isEmpty()) {
            return true;
        }
        for (String candidate : taken) {
            if (groups.get(0).contains(candidate)) {
                List<String> rest = new ArrayList<>(taken);
                rest.remove(candidate);
                if (isOneOfEach(groups.subList(1, groups.size()), rest)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void note(Outcome expected, Frames.Frame frame, List<Received> received) {
        if (frame.reply().isEmpty()) {
            return;
        }
        List<String> meant = new ArrayList<>();
        expected.plain.forEach(delivery -> addMeant(meant, delivery, frame));
        expected.oneOf.forEach(group -> group.forEach(delivery -> addMeant(meant, delivery, frame)));
        if (frame.reply().startsWith("_R_.") && !known.containsKey(key(frame.peer(), frame.reply()))) {
            meant.removeAll(known.values());
            boolean isClear = meant.stream().allMatch(other -> isSame(account(frame.peer()), meant.get(0), other));
            if (!meant.isEmpty() && isClear) {
                known.put(key(frame.peer(), frame.reply()), meant.get(0));
            }
        }
        model.peers.get(frame.peer()).asked(known(frame.peer(), frame.reply()));
        received.add(new Received(frame.peer(), frame.reply(), frame.payload()));
    }

    private static void addMeant(List<String> meant, Delivery delivery, Frames.Frame frame) {
        if (delivery.shown().equals(frame.shown()) && !meant.contains(delivery.reply())) {
            meant.add(delivery.reply());
        }
    }

    /** Says whether two reply subjects of the model's lead to the same. */
    private boolean isSame(String account, String one, String other) {
        Waiting first = waiting(account, one);
        Waiting second = waiting(account, other);
        if (one.equals(other) || first == null || second == null) {
            return one.equals(other);
        }
        return first.asker().equals(second.asker())
                && first.response().equals(second.response())
                && isSame(first.asker(), first.reply(), second.reply());
    }

    private @Nullable Waiting waiting(String account, String subject) {
        return model.waiting(account, subject);
    }
}
