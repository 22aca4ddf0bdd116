package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.config.feature.JetStreamConfig.Queues;
import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.Pulls;
import dev.gannet.jetstream.Pulls.Pull;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.api.ApiCall.ApiDesk;
import dev.gannet.jetstream.api.ApiQueue.Waiting;
import dev.gannet.jetstream.api.ApiRoutes.Route;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.routing.Asker.Detail;
import dev.gannet.routing.Request;
import dev.gannet.routing.Responder;
import dev.gannet.routing.Responders;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests on {@code $JS.API.>}: takes them on the event loops, reads them one after the other on a thread of the
 * executor, and lets {@link Streams} do what they want (JA-44 to JA-86). Any thread.
 */
public final class JetStreamApi {
    static final String PREFIX = "$JS.API.";

    private static final String DIRECT = PREFIX + "DIRECT.";
    private static final String NEXT_MESSAGE = PREFIX + "CONSUMER.MSG.NEXT.";
    private static final String INFO = PREFIX + "INFO";

    /** What is asked of several servers, of whom there are none; nobody answers. */
    private static final String[] UNANSWERED = {PREFIX + "META.", PREFIX + "SERVER.", PREFIX + "ACCOUNT."};

    private final ApiHost host;
    private final Responders responders;
    private final ApiQueue queue;
    private final Advisories advisories;
    private final ApiRoutes routes;
    private final Pulls pulls;
    private final DirectGets direct;
    private final Waiting changes = new Waiting();
    private final Waiting questions = new Waiting();
    private final ApiCounters all = new ApiCounters();
    private final Map<Account, Served> served = new ConcurrentHashMap<>();

    /** An account whose requests are answered. */
    private record Served(Subscription subscription, ApiCounters counters) {}

    /** What is asked about. */
    public record Assets(Streams streams, Consumers consumers, Pulls pulls) {}

    /**
     * @param executor where requests are read; never an event loop
     */
    public JetStreamApi(ApiHost host, Assets assets, Responders responders, Executor executor, Advisories advisories) {
        this.host = host;
        this.responders = responders;
        this.advisories = advisories;
        this.queue = new ApiQueue(executor, host.log());
        this.pulls = assets.pulls;
        this.routes = new ApiRoutes(assets.streams, assets.consumers);
        this.direct = new DirectGets(host, assets.streams, queue);
    }

    /** Answers in an account from now on, if it does not do so already and no other account does. */
    public void serve(Account account) {
        if (usesAnother(account)) {
            Served known = served.remove(account);
            if (known != null) {
                account.interest().remove(known.subscription());
            }
            return;
        }
        served.computeIfAbsent(account, added -> {
            ApiCounters counters = new ApiCounters(all);
            ApiDesk desk = new ApiDesk(host, queue, advisories, counters);
            return new Served(responders.add(added, PREFIX + ">", new Requests(desk)), counters);
        });
    }

    /** Returns whether it has no streams, and takes those of an account that lets it: two would answer (JA-51). */
    private boolean usesAnother(Account account) {
        return host.limits(account) == null && account.importsService(INFO);
    }

    /** Forgets accounts that are no more, and answers in new ones too. */
    public void accountsChanged(Collection<Account> accounts) {
        served.keySet().retainAll(Set.copyOf(accounts));
        accounts.forEach(this::serve);
    }

    /** Answers nowhere any more. */
    public void end() {
        served.forEach((account, known) -> account.interest().remove(known.subscription()));
        served.clear();
    }

    /** Returns how many requests there were in all accounts. */
    public ApiCounters counters() {
        return all;
    }

    /** Returns how many requests there were in an account, or null if it had none answered. */
    public @Nullable ApiCounters counters(Account account) {
        Served known = served.get(account);
        return known == null ? null : known.counters();
    }

    /** Returns how many requests wait for their answer. */
    public int inFlight() {
        return changes.count() + questions.count();
    }

    /** Takes the requests of one account. */
    private final class Requests implements Responder {
        private final ApiDesk desk;

        Requests(ApiDesk desk) {
            this.desk = desk;
        }

        @Override
        public void respond(Request request) {
            String subject = request.subject();
            if (request.account().isSystem()) {
                respondToSystem(request);
            } else if (subject.startsWith(DIRECT)) {
                direct.respond(request);
            } else if (subject.startsWith(NEXT_MESSAGE)) {
                pull(request, subject.substring(NEXT_MESSAGE.length()));
            } else {
                Route route = routes.find(subject);
                if (route != null) {
                    take(request, route);
                }
            }
        }

        /** Who wants messages of a consumer waits there, not here (CO-111). */
        private void pull(Request request, String names) {
            int dot = names.indexOf('.');
            if (dot < 0 || request.reply().isEmpty()) {
                DirectGets.nobody(request);
                return;
            }
            Pull pull = new Pull(
                    request.account(),
                    names.substring(0, dot),
                    names.substring(dot + 1),
                    request.reply().getBytes(ISO_8859_1),
                    request.payload(),
                    RequestHeaders.requireMore(request.headers()),
                    () -> DirectGets.nobody(request));
            pulls.pull(pull, request.loop());
        }

        /** What is not for one stream or consumer, the system account answers in the reference server. */
        @Override
        public @Nullable Elsewhere elsewhere(Account account, String subject) {
            Account system = host.system();
            boolean isAnsweredHere =
                    account.isSystem() || subject.startsWith(DIRECT) || subject.startsWith(NEXT_MESSAGE);
            return system == null || isAnsweredHere ? null : new Elsewhere(system.name(), subject);
        }

        /** Changes are made without an answer too (JA-46). */
        @Override
        public boolean takesStatements() {
            return true;
        }

        private void take(Request request, Route route) {
            Waiting waiting = route.asksOnly() ? questions : changes;
            ApiCall call = new ApiCall(desk, request, route.type(), client(request), waiting);
            int entered = waiting.enter();
            queue.add(() -> {
                if (waiting.isDropped(entered)) {
                    waiting.leave();
                } else {
                    handle(call, route);
                }
            });
            Queues limits = host.settings().queues();
            int count = waiting.count();
            if (count >= (route.asksOnly() ? limits.infoRequests() : limits.requests())) {
                drop(waiting, route.asksOnly(), count);
            }
        }

        /** Who asks is only looked up for those who listen. */
        private @Nullable String client(Request request) {
            return advisories.isHeard(request.account(), Advisories.API)
                    ? request.asker().requestInfo().json(Detail.ALL)
                    : null;
        }

        private void handle(ApiCall call, Route route) {
            if (route.isOpen()) {
                call.attempt(() -> route.handler().handle(call));
            } else if (RequestHeaders.requireMore(call.headers())) {
                call.fail(ErrorCode.REQUIRED_API_LEVEL.error());
            } else if (host.limits(call.account()) == null) {
                call.fail(ErrorCode.NOT_ENABLED_FOR_ACCOUNT.error());
            } else {
                call.attempt(() -> route.handler().handle(call));
            }
        }

        /** The system account has no JetStream of its own (JA-53), but may take away that of others. */
        private void respondToSystem(Request request) {
            Route route = routes.findForSystem(request.subject());
            if (route != null) {
                take(request, route);
                return;
            }
            for (String unanswered : UNANSWERED) {
                if (request.subject().startsWith(unanswered)) {
                    return;
                }
            }
            boolean isInfo = request.subject().equals(INFO);
            if (isInfo && !RequestHeaders.tellWhoAsks(request.headers())) {
                return;
            }
            ApiType type = isInfo ? ApiType.ACCOUNT_INFO : ApiType.SYSTEM;
            questions.enter();
            ApiCall call = new ApiCall(desk, request, type, null, questions);
            queue.add(() -> call.fail(ErrorCode.NOT_ENABLED_FOR_ACCOUNT.error()));
        }
    }

    private void drop(Waiting waiting, boolean asksOnly, int count) {
        waiting.drop();
        host.log()
                .warn("JetStream API " + (asksOnly ? "info " : "") + "queue limit reached, dropping " + count
                        + " requests");
        Account system = host.system();
        if (system != null) {
            advisories.dropped(system, count);
        }
    }
}
