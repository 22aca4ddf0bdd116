package dev.gannet.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.account.Account;
import dev.gannet.connection.ServerContext;
import dev.gannet.monitor.SubscriptionSnapshot;
import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.routing.Request;
import dev.gannet.subject.Subjects;
import org.jspecify.annotations.Nullable;

/** How many subscriptions of clients a message would find, or are within a filter. Any thread. */
final class SubscriptionCounts {
    private final ServerContext server;
    private final Answers answers;
    private final EngineAccess engine;

    SubscriptionCounts(ServerContext server, Answers answers, EngineAccess engine) {
        this.server = server;
        this.answers = answers;
        this.engine = engine;
    }

    /** A subject, or a filter, and a queue group if one is named (MO-124). */
    void ofOwnAccount(Request request) {
        String[] words = new String(request.payload(), ISO_8859_1).strip().split(" ", 2);
        String queue = words.length > 1 ? words[1] : null;
        String account = request.account().name();
        answers.later(request, () -> answer(request, account, words[0], queue));
    }

    /** The same for any account, and silence about one without clients; a wrong question is only logged (MO-123). */
    void ofNamedAccount(Request request) {
        if (request.payload().length > Answers.REQUEST_BYTES_MAX) {
            return;
        }
        answers.later(request, () -> {
            if (request.payload().length == 0) {
                server.log().error("SYSTEM - request requires a body");
                return;
            }
            try {
                RequestOptions options = RequestOptions.read(RequestShape.NSUBS, request.payload(), answers.json());
                byte[] queue = options.bytes("queue");
                Account account = server.accounts().find(options.text("acc"));
                if (account != null && account.connections() > 0) {
                    String subject = Answers.wire(options.text("subject"));
                    answer(request, account.name(), subject, queue == null ? null : new String(queue, ISO_8859_1));
                }
            } catch (BadQuery e) {
                server.log().error("SYSTEM - Error unmarshalling account nsubs request message: " + e.getMessage());
            }
        });
    }

    private void answer(Request request, String account, String subject, @Nullable String queue) {
        long count = engine.view().subscriptions(account).stream()
                .filter(subscription -> subscription.cid() != 0 && isFor(subscription, subject, queue))
                .count();
        answers.reply(request, Long.toString(count).getBytes(US_ASCII));
    }

    private static boolean isFor(SubscriptionSnapshot subscription, String subject, @Nullable String queue) {
        boolean heard = Subjects.isLiteral(subject)
                ? Subjects.matches(subscription.subject(), subject)
                : Subjects.isSubset(subscription.subject(), subject);
        return heard && (queue == null || queue.equals(subscription.queue()));
    }
}
