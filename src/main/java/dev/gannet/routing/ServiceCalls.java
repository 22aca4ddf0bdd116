package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.account.ServiceImport;
import dev.gannet.account.ServiceReplies;
import dev.gannet.account.latency.LatencyStatus;
import dev.gannet.account.latency.MeasuredRequest;
import dev.gannet.config.sharing.ExportConfig.Latency;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.routing.Asker.Detail;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.TraceHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests to services of other accounts, and the answers back (AC-40..45): as other messages, which are
 * published in the other account as if one of its own had done so.
 *
 * <p><b>Owner:</b> its event loop.
 */
final class ServiceCalls {
    /** How often a request goes on to another account, at most. The reference has no bound but that no service comes twice. */
    private static final int DEPTH_MAX = 16;

    private static final byte[] NO_HEADER = {};
    private static final byte[] ACK_REPLY = "$JS.ACK.".getBytes(ISO_8859_1);

    private final Router router;
    private final ServiceLatencies latencies;
    private final Rewriters rewriters = new Rewriters();
    private final Detail[] details = new Detail[DEPTH_MAX];

    ServiceCalls(Router router) {
        this.router = router;
        this.latencies = new ServiceLatencies(router);
    }

    /**
     * Asks the services of a plan, and takes its message to who waits for it if it is an answer.
     *
     * @param depth how often the message has changed accounts before
     * @param trace where to note what becomes of it, or null
     * @return how many got the message
     */
    int call(Plan plan, PublishFrame frame, int depth, @Nullable MessageTrace trace) {
        if (depth >= DEPTH_MAX) {
            return 0;
        }
        // The plan may be the one of unseen subjects, which is filled anew for what the message becomes elsewhere.
        Account account = plan.madeFor().account();
        boolean answers = (plan.flags & Plan.ANSWERS) != 0;
        TracedCall traced = trace == null ? null : new TracedCall(trace, new String(plan.subjectOf(frame), ISO_8859_1));
        int count = 0;
        for (ServiceRoute route : plan.services) {
            count += ask(account, route, frame, depth, traced);
        }
        return answers ? count + answer(account, frame, depth, traced) : count;
    }

    private int ask(Account asker, ServiceRoute route, PublishFrame frame, int depth, @Nullable TracedCall traced) {
        boolean traceOnly = traced != null && traced.trace().only();
        ServiceImport service = route.service;
        ServiceReplies replies = service.exporter().replies();
        Latency latency = service.terms().latency();
        MeasuredRequest measured = latency == null || traceOnly ? null : latencies.begin(service, latency, frame);
        byte[] reply = null;
        ServiceReplies.Pending pending = null;
        if (frame.replyLength() > 0) {
            reply = frame.chunk().bytes(frame.tail(), frame.replyLength());
            if (!startsWith(reply, ACK_REPLY)) {
                ServiceReplies.Request request =
                        new ServiceReplies.Request(asker, new String(reply, ISO_8859_1), service.terms(), measured);
                pending = replies.await(request, router.nowNanos());
                reply = pending.subject().getBytes(ISO_8859_1);
            }
        } else if (measured != null) {
            latencies.failed(service.exporter(), measured, LatencyStatus.NO_REPLY);
        }
        byte[] info = info(asker, service, frame, depth);
        PublishFrame request = rewriters.at(depth).rewrite(frame, route.subject, reply, info);
        int count = publish(service, request, depth + 1, traced);
        boolean isOver = pending != null && (count == 0 || traceOnly) && replies.forget(pending);
        if (isOver && measured != null) {
            latencies.failed(service.exporter(), measured, LatencyStatus.NOBODY_THERE);
        }
        return count;
    }

    private int publish(ServiceImport service, PublishFrame request, int depth, @Nullable TracedCall traced) {
        Account exporter = service.exporter();
        if (traced == null) {
            return router.publishImported(exporter, request, depth);
        }
        // Other servers would tell of it on a reply subject; here all is told in the message's own account.
        String destination = service.terms().allowsTrace() ? exporter.replies().unused() : TraceHeaders.DISABLED;
        return router.publishImported(exporter, request, depth, traced, destination);
    }

    private int answer(Account account, PublishFrame frame, int depth, @Nullable TracedCall traced) {
        ServiceReplies replies = account.replies();
        String subject = new String(frame.chunk().bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
        ServiceReplies.Pending pending = replies.take(subject, router.nowNanos());
        if (pending == null) {
            return 0;
        }
        if (pending.measured() != null) {
            latencies.answered(account, pending, frame);
        }
        ServiceReplies.Pending next = null;
        byte[] reply = null;
        ServiceReplies back = pending.asker().replies();
        if (frame.replyLength() > 0) {
            reply = frame.chunk().bytes(frame.tail(), frame.replyLength());
            if (!startsWith(reply, ACK_REPLY)) { // A consumer's message is acknowledged by that name in each account.
                String to = new String(reply, ISO_8859_1);
                next = back.await(new ServiceReplies.Request(account, to, pending.terms(), null), router.nowNanos());
                reply = next.subject().getBytes(ISO_8859_1);
            }
        }
        byte[] to = pending.reply().getBytes(ISO_8859_1);
        details[depth] = Detail.ACCOUNT;
        PublishFrame answer = rewriters.at(depth).rewrite(frame, to, reply, NO_HEADER);
        Account asker = pending.asker();
        int count = traced == null
                ? router.publishImported(asker, answer, depth + 1)
                : router.publishImported(asker, answer, depth + 1, traced, TraceHeaders.DISABLED);
        if (count == 0 || frame.size() == 0) {
            replies.forget(pending);
        } else {
            replies.touch(pending, router.nowNanos());
        }
        if (count == 0 && next != null) {
            back.forget(next);
        }
        return count;
    }

    /** Returns the header that says who asks; a request that goes on says the same, and through whom. */
    private byte[] info(Account asker, ServiceImport service, PublishFrame frame, int depth) {
        Detail before = depth == 0 ? Detail.ACCOUNT : details[depth - 1];
        Detail detail = service.shares() && depth == 0 ? Detail.ALL : before;
        if (detail == Detail.ACCOUNT && (service.shares() || service.exporter().isSystem())) {
            detail = Detail.SERVER;
        }
        details[depth] = detail;
        return frame.publisher() instanceof Asker who
                ? who.requestInfo().line(detail, depth == 0 ? "" : asker.name())
                : NO_HEADER;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
