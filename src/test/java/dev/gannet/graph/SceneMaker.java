package dev.gannet.graph;

import dev.gannet.graph.Graph.Export;
import dev.gannet.graph.Graph.Import;
import dev.gannet.graph.Graph.Mapping;
import dev.gannet.graph.Graph.Node;
import dev.gannet.graph.Graph.Rules;
import dev.gannet.graph.Scene.Guest;
import dev.gannet.graph.Scene.Step;
import dev.gannet.graph.Scene.Verb;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes scenes: small graphs over few subjects, so that much meets.
 *
 * <p>Not made is what has no one meaning: circles, an import that one of two exports allows and the other does not, and
 * what needs a draw.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class SceneMaker {
    private static final List<String> NAMES = List.of("A", "B", "C", "D", "E", "F");
    private static final List<String> QUEUES = List.of("", "", "", "g", "h");
    private static final List<String> RESPONSES = List.of("", "", "", "singleton", "stream", "chunked");
    private static final int STEPS_MIN = 10;

    private final Random random;

    SceneMaker(long seed) {
        this.random = new Random(seed);
    }

    Scene make() {
        List<String> names = NAMES.subList(0, 2 + (oneIn(3) ? random.nextInt(5) : random.nextInt(2)));
        Map<String, List<Rules>> users = new LinkedHashMap<>();
        names.forEach(name -> users.put(name, oneIn(3) ? List.of(Rules.NONE, rules()) : List.of(Rules.NONE)));
        Graph graph = graph(users);
        List<Guest> guests = new ArrayList<>();
        for (String name : names) {
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                int user = random.nextInt(users.getOrDefault(name, List.of()).size());
                guests.add(new Guest(name, user, !oneIn(8), !oneIn(8)));
            }
        }
        return new Scene(graph, oneIn(2) ? graph : graph(users), guests, steps(guests, oneIn(4)));
    }

    // Accounts.

    private Graph graph(Map<String, List<Rules>> users) {
        Map<String, List<Export>> exports = new LinkedHashMap<>();
        users.keySet().forEach(name -> exports.put(name, exports(name, List.copyOf(users.keySet()))));
        List<Node> nodes = new ArrayList<>();
        List<String> forStreams = shuffled(users.keySet());
        List<String> forServices = shuffled(users.keySet());
        users.forEach((name, rules) -> {
            List<Import> imports = new ArrayList<>();
            exports.forEach((other, offers) -> offers.forEach(offer -> {
                List<String> order = offer.isService() ? forServices : forStreams;
                if (order.indexOf(name) > order.indexOf(other) && !oneIn(4)) {
                    addImport(imports, name, other, offer, offers);
                }
            }));
            nodes.add(new Node(name, rules, exports.getOrDefault(name, List.of()), imports, mappings()));
        });
        return new Graph(nodes);
    }

    private List<String> shuffled(Iterable<String> names) {
        List<String> order = new ArrayList<>();
        names.forEach(order::add);
        Collections.shuffle(order, random);
        return order;
    }

    private List<Export> exports(String name, List<String> names) {
        List<Export> exports = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            boolean isService = random.nextBoolean();
            String subject = subject(true);
            boolean isKnown = exports.stream()
                    .anyMatch(export ->
                            export.isService() == isService && export.subject().equals(subject));
            if (isKnown) {
                continue;
            }
            int position = oneIn(5) ? Texts.tokens(subject).indexOf("*") + 1 : 0;
            List<String> some = names.stream()
                    .filter(other -> !other.equals(name) && oneIn(2))
                    .toList();
            exports.add(new Export(
                    isService,
                    subject,
                    position == 0 && oneIn(4) ? some : List.of(),
                    position,
                    isService ? RESPONSES.get(random.nextInt(RESPONSES.size())) : ""));
        }
        return exports;
    }

    private void addImport(List<Import> imports, String name, String other, Export offer, List<Export> offers) {
        List<String> tokens = new ArrayList<>(Texts.tokens(narrowed(offer.subject())));
        if (offer.position() > 0) {
            tokens.set(offer.position() - 1, name);
        }
        String subject = String.join(".", tokens);
        List<Export> covering = offers.stream()
                .filter(export -> export.isService() == offer.isService() && Texts.covers(export.subject(), subject))
                .toList();
        List<Export> exact = covering.stream()
                .filter(export -> export.subject().equals(subject))
                .toList();
        List<Export> deciding = exact.isEmpty() ? covering : exact;
        boolean isClear = deciding.stream().map(Export::response).distinct().count() == 1;
        if (!isClear || !deciding.stream().allMatch(export -> export.isFor(name, subject))) {
            return;
        }
        Import made = offer.isService() ? service(other, subject) : stream(other, subject);
        boolean isThere = imports.stream()
                .anyMatch(read -> read.isService() == made.isService()
                        && read.account().equals(other)
                        && (made.isService()
                                ? read.local().equals(made.local())
                                : read.subject().equals(subject)));
        if (!isThere) {
            imports.add(made);
        }
    }

    private Import service(String account, String subject) {
        List<String> places = places(subject);
        if (oneIn(4)) {
            places.replaceAll(place -> "*");
        }
        String to =
                Texts.tokens(subject).stream().noneMatch(token -> token.equals("*") || token.equals(">")) && oneIn(6)
                        ? "q.*"
                        : renamed(subject, places);
        return new Import(true, account, subject, oneIn(3) ? "" : to, "", oneIn(3));
    }

    private Import stream(String account, String subject) {
        List<String> places = places(subject);
        if (places.size() > 1 && oneIn(4)) {
            places.set(0, places.get(1)); // One is left out, and another stands twice.
        }
        boolean isPrefixed = oneIn(3);
        String to = isPrefixed || oneIn(3) ? "" : renamed(subject, places);
        return new Import(false, account, subject, to, isPrefixed ? (oneIn(2) ? "p" : "q.r") : "", false);
    }

    private List<String> places(String subject) {
        List<String> places = new ArrayList<>();
        for (String token : Texts.tokens(subject)) {
            if (token.equals("*")) {
                places.add("$" + (places.size() + 1));
            }
        }
        Collections.shuffle(places, random);
        return places;
    }

    private String renamed(String subject, List<String> places) {
        List<String> tokens = new ArrayList<>(places);
        tokens.add(oneIn(2) ? "p" : "x");
        if (oneIn(2)) {
            Collections.rotate(tokens, 1);
        }
        if (subject.endsWith(">")) {
            tokens.add(">");
        }
        return String.join(".", tokens);
    }

    private String narrowed(String filter) {
        List<String> tokens = new ArrayList<>();
        for (String token : Texts.tokens(filter)) {
            if (token.equals("*")) {
                tokens.add(oneIn(4) ? letter() : token);
            } else if (token.equals(">")) {
                tokens.add(oneIn(3) ? subject(true) : token);
            } else {
                tokens.add(token);
            }
        }
        return String.join(".", tokens);
    }

    private List<Mapping> mappings() {
        Map<String, Mapping> mappings = new LinkedHashMap<>();
        while (oneIn(3) && mappings.size() < 3) {
            String source = oneIn(4) ? "w.*" : letter() + (oneIn(3) ? "" : "." + subject(true));
            mappings.put(source, mapping(source));
        }
        return List.copyOf(mappings.values());
    }

    private Mapping mapping(String source) {
        String open = source.endsWith(">") ? ".>" : "";
        List<String> places = places(source);
        String first = (source.startsWith("w") ? "inbox" : letter()) + (places.isEmpty() ? "" : "." + places.get(0));
        if (oneIn(2)) {
            return new Mapping(source, List.of(first + open), List.of(100));
        }
        if (oneIn(3) && places.isEmpty()) {
            return oneIn(2)
                    ? new Mapping(source, List.of(source), List.of(0))
                    : new Mapping(source, List.of(source, "p.m" + open), List.of(0, 100));
        }
        List<Integer> weights = oneIn(3) ? List.of(0, 0) : oneIn(2) ? List.of(0, 100) : List.of(100, 0);
        return new Mapping(source, List.of("p.m" + open, first + open), weights);
    }

    private Rules rules() {
        List<String> publishNot = oneIn(2) ? List.of() : filters(1, false);
        List<String> subscribeNot = oneIn(2) ? List.of() : filters(1, true);
        List<String> publish = filters(2, false);
        publish.addAll(oneIn(2) ? List.of("inbox.*") : List.of("_R_.>", "p.>"));
        List<String> subscribe = filters(2, true);
        subscribe.addAll(oneIn(4) ? List.of("x.>") : List.of("inbox.*", ">"));
        int answers = oneIn(2) ? 0 : oneIn(2) ? 1 : oneIn(2) ? 2 : -1;
        return new Rules(oneIn(2) ? null : publish, publishNot, oneIn(2) ? null : subscribe, subscribeNot, answers);
    }

    private List<String> filters(int count, boolean mayHaveQueues) {
        List<String> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String queue = mayHaveQueues && oneIn(3) ? (oneIn(3) ? " *" : oneIn(2) ? " g" : " h") : "";
            filters.add((oneIn(4) ? "p." : "") + subject(true) + queue);
        }
        return filters;
    }

    // What happens.

    private List<Step> steps(List<Guest> guests, boolean reloads) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < guests.size(); i++) {
            steps.add(new Step(Verb.SUB, i, "inbox." + i, "", "i", false, 0));
            int count = random.nextInt(4);
            for (int j = 0; j < count; j++) {
                steps.add(subscription(i, j));
            }
        }
        int count = STEPS_MIN + random.nextInt(10);
        Step last = publication(guests.size());
        for (int i = 0; i < count; i++) {
            int guest = random.nextInt(guests.size());
            if (oneIn(8)) {
                steps.add(subscription(guest, random.nextInt(3)));
            } else if (oneIn(12)) {
                steps.add(new Step(Verb.UNSUB, guest, "", "", Integer.toString(random.nextInt(3)), false, 0));
            } else if (reloads && oneIn(6)) {
                steps.add(new Step(Verb.RELOAD, 0, "", "", "", false, 0));
            } else {
                last = oneIn(2) ? last : publication(guests.size());
                steps.add(last);
            }
        }
        return steps;
    }

    private Step subscription(int guest, int sid) {
        String filter = oneIn(6) ? ">" : (oneIn(4) ? (oneIn(2) ? "p." : "q.r.") : "") + subject(true);
        String queue = QUEUES.get(random.nextInt(QUEUES.size()));
        return new Step(Verb.SUB, guest, filter, queue, Integer.toString(sid), false, 0);
    }

    private Step publication(int guests) {
        int from = random.nextInt(guests);
        String head = oneIn(4) ? (oneIn(2) ? "p." : oneIn(2) ? "q." : "q.r.") : "";
        String subject = oneIn(16) ? "w." + random.nextInt(guests) : head + subject(false);
        String reply = oneIn(3) ? "" : "inbox." + from;
        return new Step(Verb.PUB, from, subject, reply, "", oneIn(4), oneIn(4) ? 0 : 1 + random.nextInt(5));
    }

    private String subject(boolean mayBeWild) {
        List<String> tokens = new ArrayList<>();
        int count = 1 + random.nextInt(oneIn(6) ? 4 : 3);
        for (int i = 0; i < count; i++) {
            if (mayBeWild && oneIn(10) && i == count - 1) {
                tokens.add(">");
            } else {
                tokens.add(mayBeWild && oneIn(4) ? "*" : oneIn(24) ? "A" : letter());
            }
        }
        return String.join(".", tokens);
    }

    private String letter() {
        return String.valueOf("xyz".charAt(random.nextInt(3)));
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
