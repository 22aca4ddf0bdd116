package dev.gannet.service;

import dev.gannet.account.Account;
import dev.gannet.account.Permissions;
import dev.gannet.connection.Client;
import dev.gannet.connection.ServerContext;
import dev.gannet.monitor.json.MonitorJson;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.routing.Request;
import dev.gannet.routing.Responders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The requests that the system account answers for every account. Without a system account nobody does.
 *
 * <p>Any thread: requests are taken on event loops and answered by {@code executor}.
 */
@Singleton
public final class SystemServices {
    private static final String USER_INFO = "$SYS.REQ.USER.INFO"; // AC-36, MO-121

    private final ServerContext server;
    private final Executor executor;
    private final AtomicReference<@Nullable MonitorJson> json = new AtomicReference<>();

    /**
     * @param executor where answers are made; it refuses what is too much, and that has no answer
     */
    @Inject
    public SystemServices(ServerContext server, AnswerExecutor executor) {
        this.server = server;
        this.executor = executor;
    }

    /** Where answers are made; never an event loop. */
    public interface AnswerExecutor extends Executor {}

    /** Begins to answer. */
    public void addTo(Responders responders) {
        if (server.accounts().system() == null) {
            return;
        }
        for (Account account : server.accounts().all()) {
            responders.add(account, USER_INFO, this::userInfo);
        }
    }

    private void userInfo(Request request) {
        if (request.asker() instanceof Client client) {
            String user = client.facts().user();
            String account = request.account().name();
            Permissions permissions = client.permissions();
            answer(request, UserInfo.of(user, account, permissions == null ? null : permissions.config()));
        }
    }

    private void answer(Request request, Object data) {
        try {
            executor.execute(() -> request.answer(json().compact(new ServiceAnswer(stamp(), data))));
        } catch (RejectedExecutionException e) {
            server.log().debug("no answer to a request on " + request.subject() + ": too many wait");
        }
    }

    private ServerStamp stamp() {
        ServerInfo info = server.info();
        return new ServerStamp(
                info.serverName(),
                server.config().client().host(),
                info.serverId(),
                ServerInfo.VERSION,
                false,
                0,
                server.nextEvent(),
                server.clock().instant());
    }

    /** Made with the first answer: it loads the JSON library. */
    private MonitorJson json() {
        MonitorJson made = json.get();
        if (made == null) {
            made = new MonitorJson();
            json.set(made);
        }
        return made;
    }
}
