package dev.gannet.service;

import dev.gannet.account.Account;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.protocol.CloseReason;
import dev.gannet.routing.Request;
import dev.gannet.routing.Responder;
import dev.gannet.routing.Responders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests of the system account's users about this server, or every server (MO-105..116). Any thread. */
final class ServerRequests {
    private static final String PING = "$SYS.REQ.SERVER.PING"; // MO-105
    private static final String OF_SERVER = "$SYS.REQ.SERVER.";
    private static final List<RequestShape> SHAPES = List.of(
            RequestShape.VARZ,
            RequestShape.SUBSZ,
            RequestShape.CONNZ,
            RequestShape.ROUTEZ,
            RequestShape.GATEWAYZ,
            RequestShape.LEAFZ,
            RequestShape.ACCOUNTZ,
            RequestShape.JSZ,
            RequestShape.HEALTHZ,
            RequestShape.EXPVARZ,
            RequestShape.IPQUEUESZ,
            RequestShape.RAFTZ);

    private final ServerContext server;
    private final Answers answers;
    private final ServerEvents events;
    private final EngineAccess engine;

    ServerRequests(ServerContext server, Answers answers, ServerEvents events, EngineAccess engine) {
        this.server = server;
        this.answers = answers;
        this.events = events;
        this.engine = engine;
    }

    void addTo(Responders responders, Account system) {
        String own = OF_SERVER + server.info().serverId() + ".";
        Profiles profiles = new Profiles(answers, engine, server.clock());
        Responder statsz = new Statements(this::statsz);
        answers.trace().subscribe(responders, system, PING, statsz);
        for (String to : List.of(PING + ".", own)) {
            answers.trace().subscribe(responders, system, to + RequestShape.STATSZ, statsz);
            answers.trace().subscribe(responders, system, to + RequestShape.IDZ, this::idz);
            answers.trace().subscribe(responders, system, to + RequestShape.PROFILEZ, profiles::respond);
            for (RequestShape shape : SHAPES) {
                answers.trace().subscribe(responders, system, to + shape, request -> page(shape, request));
            }
        }
        answers.trace().subscribe(responders, system, own + "RELOAD", this::reload);
        answers.trace().subscribe(responders, system, own + "KICK", request -> toClient(request, this::kick));
        answers.trace().subscribe(responders, system, own + "LDM", request -> toClient(request, this::lameDuck));
        SubscriptionCounts counts = new SubscriptionCounts(server, answers, engine);
        answers.trace().subscribe(responders, system, "$SYS.DEBUG.SUBSCRIBERS", counts::ofOwnAccount);
        answers.trace().subscribe(responders, system, "$SYS.REQ.ACCOUNT.NSUBS", counts::ofNamedAccount);
    }

    /** Takes messages that want no answer too. */
    private record Statements(Responder responder) implements Responder {
        @Override
        public void respond(Request request) {
            responder.respond(request);
        }

        @Override
        public boolean takesStatements() {
            return true;
        }
    }

    private void page(RequestShape shape, Request request) {
        answers.page(request, shape, options -> answers.pages().make(shape, options));
    }

    private void idz(Request request) {
        Pages.Idz idz = new Pages.Idz(
                server.info().serverName(),
                server.config().client().host(),
                server.info().serverId());
        answers.later(request, () -> answers.answer(request, idz));
    }

    /** Whoever wants no answer wants the event that tells it everybody. */
    private void statsz(Request request) {
        answers.checked(request, RequestShape.STATSZ, options -> {
            if (request.reply().isEmpty()) {
                events.tellStats();
            } else {
                answers.answer(request, events.stats());
            }
        });
    }

    private void reload(Request request) {
        answers.checked(request, RequestShape.PLAIN, options -> {
            Map<String, @Nullable Object> answer;
            try {
                engine.reload();
                answer = ServiceAnswer.done(answers.stamp());
            } catch (EngineAccess.ReloadFailure e) {
                String why = String.valueOf(e.getMessage());
                answer = ServiceAnswer.failed(answers.stamp(), ServiceAnswer.SERVER_ERROR, why);
            }
            answers.answer(request, answer);
        });
    }

    /** Does something with a client that it finds, or does not. */
    private interface ClientAction {
        void run(Request request, @Nullable Client client);
    }

    /** A request that names no client as it should is only logged, as the reference does. */
    private void toClient(Request request, ClientAction action) {
        if (request.payload().length > Answers.REQUEST_BYTES_MAX) {
            return;
        }
        answers.later(request, () -> {
            try {
                if (request.payload().length == 0) {
                    throw new BadQuery("unexpected end of JSON input");
                }
                RequestOptions options = RequestOptions.read(RequestShape.CLIENT, request.payload(), answers.json());
                if (ServerFilter.isFor(options, answers.facts(), server.config())) {
                    action.run(request, server.clients().find(options.unsignedNumber("cid")));
                }
            } catch (BadQuery e) {
                server.log().error("Error unmarshalling client request: " + e.getMessage());
            }
        });
    }

    private void kick(Request request, @Nullable Client client) {
        if (client == null) {
            failed(request, "no such client or leafnode id");
        } else {
            client.end(CloseReason.KICKED);
            done(request);
        }
    }

    private void lameDuck(Request request, @Nullable Client client) {
        if (client == null) {
            failed(request, "no such client id");
            return;
        }
        client.announceLameDuck(told -> answers.later(request, () -> {
            if (told) {
                done(request);
            } else {
                failed(request, "client does not support Lame Duck Mode or is not ready to receive the notification");
            }
        }));
    }

    private void done(Request request) {
        answers.answer(request, ServiceAnswer.done(answers.stamp()));
    }

    private void failed(Request request, String why) {
        answers.answer(request, ServiceAnswer.failed(answers.stamp(), ServiceAnswer.SERVER_ERROR, why));
    }
}
