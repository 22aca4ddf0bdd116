package dev.gannet.service;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.config.AccountConfig;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.routing.Request;
import dev.gannet.routing.Responder;
import dev.gannet.routing.Responders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Requests about accounts. Whoever is in an account may ask about itself and its own account; about the others a user of
 * the system account may. Any thread.
 */
final class AccountRequests {
    private static final String USER_INFO = "$SYS.REQ.USER.INFO"; // AC-36, MO-121
    private static final String PING = "$SYS.REQ.ACCOUNT.PING."; // MO-118, MO-119
    private static final String OF_ACCOUNT = "$SYS.REQ.ACCOUNT.*."; // MO-117
    private static final String EVERY_ACCOUNT = "PING";
    private static final int ACCOUNT_TOKEN = 3;
    private static final List<RequestShape> SHAPES = List.of(
            RequestShape.SUBSZ,
            RequestShape.CONNZ,
            RequestShape.LEAFZ,
            RequestShape.JSZ,
            RequestShape.INFO,
            RequestShape.STATZ);

    private final ServerContext server;
    private final Answers answers;
    private final ServerEvents events;
    private final Responders responders;
    private final Map<Account, Boolean> served = new ConcurrentHashMap<>();

    AccountRequests(ServerContext server, Answers answers, ServerEvents events, Responders responders) {
        this.server = server;
        this.answers = answers;
        this.events = events;
        this.responders = responders;
    }

    void begin(Account system) {
        accountsChanged();
        for (RequestShape shape : SHAPES) {
            answers.trace().subscribe(responders, system, OF_ACCOUNT + shape, request -> ofNamed(shape, request));
        }
        answers.trace().subscribe(responders, system, OF_ACCOUNT + "CONNS", this::connections);
        answers.trace().subscribe(responders, system, "$SYS.REQ.USER.*.INFO", this::nobody); // MO-122
        ClaimsUpdates claims = new ClaimsUpdates(answers);
        answers.trace().subscribe(responders, system, OF_ACCOUNT + "CLAIMS.UPDATE", claims);
        answers.trace().subscribe(responders, system, "$SYS.ACCOUNT.*.CLAIMS.UPDATE", claims);
    }

    /** Answers in those accounts from now on that others may ask; another call must not be under way. */
    void accountsChanged() {
        served.keySet().retainAll(server.accounts().all());
        for (AccountConfig account : server.config().accounts()) {
            if (!account.features().exports().isEmpty()) {
                serve(server.accounts().get(account.name()));
            }
        }
    }

    /** Answers in an account from now on: many accounts are never used, and these answers are most of what they weigh. */
    void serve(Account account) {
        served.computeIfAbsent(account, added -> {
            responders.add(added, USER_INFO, new OfOwn("$SYS.REQ.USER.", ".INFO", this::userInfo));
            if (!added.isSystem()) {
                Responder connz = ofOwn(RequestShape.CONNZ);
                responders.add(added, PING + "CONNZ", connz); // MO-125
                responders.add(added, "$SYS.REQ.SERVER.PING.CONNZ", connz);
                responders.add(added, PING + "STATZ", ofOwn(RequestShape.STATZ));
            }
            return true;
        });
    }

    private Responder ofOwn(RequestShape shape) {
        return new OfOwn("$SYS.REQ.ACCOUNT.", "." + shape, request -> {
            String account = request.account().name();
            answers.page(request, shape, options -> answers.pages().make(shape, account, options));
        });
    }

    /** Answers of an account in itself, as the system account would on another subject. */
    private final class OfOwn implements Responder {
        private final String prefix;
        private final String suffix;
        private final Responder responder;

        OfOwn(String prefix, String suffix, Responder responder) {
            this.prefix = prefix;
            this.suffix = suffix;
            this.responder = responder;
        }

        @Override
        public void respond(Request request) {
            responder.respond(request);
        }

        @Override
        public @Nullable Elsewhere elsewhere(Account account, String subject) {
            Account system = server.accounts().system();
            return system == null ? null : new Elsewhere(system.name(), prefix + account.name() + suffix);
        }
    }

    private void ofNamed(RequestShape shape, Request request) {
        String account = accountOf(request);
        if (shape == RequestShape.STATZ && account.equals(EVERY_ACCOUNT)) {
            answers.page(
                    request,
                    shape,
                    options -> answers.pages().statz(options.texts("accounts"), options.flag("include_unused")));
        } else {
            answers.page(request, shape, options -> answers.pages().make(shape, account, options));
        }
    }

    /** Answers with the event that tells of an account's connections, if it has any (MO-120). */
    private void connections(Request request) {
        Account account = server.accounts().find(accountOf(request));
        if (account != null && account.connections() > 0) {
            answers.later(request, () -> answers.answer(request, events.connections(account)));
        }
    }

    private static String accountOf(Request request) {
        return Answers.text(request.subject().split("\\.", -1)[ACCOUNT_TOKEN]);
    }

    /** Who asks for somebody else is told that there is nobody: the question was not asked in that one's account. */
    private void nobody(Request request) {
        UserInfo info = UserInfo.of("", "", null);
        answers.later(request, () -> answers.answer(request, ServiceAnswer.of(answers.stamp(), info)));
    }

    private void userInfo(Request request) {
        if (request.asker() instanceof Client client) {
            String user = client.facts().user();
            String account = request.account().name();
            @Nullable Permissions permissions = client.permissions();
            UserInfo info = UserInfo.of(user, account, permissions == null ? null : permissions.config());
            answers.later(request, () -> answers.answer(request, ServiceAnswer.of(answers.stamp(), info)));
        }
    }
}
