package dev.gannet.jetstream.api;

import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which subject asks what (JA-1 to JA-39). Immutable. */
final class ApiRoutes {
    private final List<Route> routes = new ArrayList<>();
    private final Route accountPurge;

    /** Does what a call wants, or says why not. */
    @FunctionalInterface
    interface Handler {
        void handle(ApiCall call) throws ApiException;
    }

    /**
     * What is asked on some subjects.
     *
     * @param asksOnly whether nothing is changed by it: such requests wait among themselves
     * @param isOpen whether it is answered whatever the account has
     */
    record Route(String filter, ApiType type, Handler handler, boolean asksOnly, boolean isOpen) {}

    ApiRoutes(Streams streams, Consumers consumers) {
        Bodies bodies = new Bodies();
        addStreams(new StreamCalls(streams, bodies), new CopyCalls(streams, bodies));
        MessageCalls messages = new MessageCalls(streams, bodies);
        add("STREAM.MSG.GET.*", ApiType.MESSAGE_GET, messages::get);
        add("STREAM.MSG.DELETE.*", ApiType.MESSAGE_DELETE, messages::delete);
        AccountCalls accounts = new AccountCalls(streams);
        ask("INFO", ApiType.ACCOUNT_INFO, accounts::info);
        accountPurge =
                new Route(JetStreamApi.PREFIX + "ACCOUNT.PURGE.*", ApiType.ACCOUNT_PURGE, accounts::purge, false, true);
        addConsumers(new ConsumerCalls(streams, consumers, bodies));
        addClustered();
    }

    private void addStreams(StreamCalls calls, CopyCalls copies) {
        add("STREAM.CREATE.*", ApiType.STREAM_CREATE, calls::create);
        add("STREAM.UPDATE.*", ApiType.STREAM_UPDATE, calls::update);
        add("STREAM.DELETE.*", ApiType.STREAM_DELETE, calls::delete);
        add("STREAM.PURGE.*", ApiType.STREAM_PURGE, calls::purge);
        ask("STREAM.INFO.*", ApiType.STREAM_INFO, calls::info);
        ask("STREAM.NAMES", ApiType.STREAM_NAMES, calls::names);
        ask("STREAM.LIST", ApiType.STREAM_LIST, calls::list);
        add("STREAM.SNAPSHOT.*", ApiType.STREAM_SNAPSHOT, copies::snapshot);
        add("STREAM.RESTORE.*", ApiType.STREAM_RESTORE, copies::restore);
    }

    private void addConsumers(ConsumerCalls calls) {
        add("CONSUMER.CREATE.*", ApiType.CONSUMER_CREATE, calls::create);
        add("CONSUMER.CREATE.*.>", ApiType.CONSUMER_CREATE, calls::create);
        add("CONSUMER.DURABLE.CREATE.*.*", ApiType.CONSUMER_CREATE, calls::create);
        ask("CONSUMER.NAMES.*", ApiType.CONSUMER_NAMES, calls::names);
        ask("CONSUMER.LIST.*", ApiType.CONSUMER_LIST, calls::list);
        ask("CONSUMER.INFO.*.*", ApiType.CONSUMER_INFO, calls::info);
        add("CONSUMER.DELETE.*.*", ApiType.CONSUMER_DELETE, calls::delete);
        add("CONSUMER.PAUSE.*.*", ApiType.CONSUMER_PAUSE, calls::pause);
        open("CONSUMER.RESET.*.*", ApiType.CONSUMER_RESET, calls::reset);
        add("CONSUMER.UNPIN.*.*", ApiType.CONSUMER_UNPIN, calls::unpin);
    }

    /** What only several servers can do (JA-82). */
    private void addClustered() {
        clustered("STREAM.PEER.REMOVE.*", ApiType.STREAM_REMOVE_PEER);
        clustered("STREAM.PEER.EVACUATE.*", ApiType.STREAM_EVACUATE_PEER);
        clustered("STREAM.LEADER.STEPDOWN.*", ApiType.STREAM_STEPDOWN);
        clustered("STREAM.CANCEL_MOVE.*", ApiType.STREAM_CANCEL_MOVE);
        clustered("CONSUMER.LEADER.STEPDOWN.*.*", ApiType.CONSUMER_STEPDOWN);
        clustered("CONSUMER.PEER.REMOVE.*.*", ApiType.CONSUMER_REMOVE_PEER);
        clustered("CONSUMER.PEER.EVACUATE.*.*", ApiType.CONSUMER_EVACUATE_PEER);
    }

    private void add(String filter, ApiType type, Handler handler) {
        routes.add(new Route(JetStreamApi.PREFIX + filter, type, handler, false, false));
    }

    private void ask(String filter, ApiType type, Handler handler) {
        routes.add(new Route(JetStreamApi.PREFIX + filter, type, handler, true, false));
    }

    private void clustered(String filter, ApiType type) {
        Handler refusal = call -> call.fail(ErrorCode.CLUSTER_REQUIRED.error());
        open(filter, type, refusal);
    }

    private void open(String filter, ApiType type, Handler handler) {
        routes.add(new Route(JetStreamApi.PREFIX + filter, type, handler, false, true));
    }

    /** Returns what is asked on a subject, or null for nothing that there is. */
    @Nullable
    Route find(String subject) {
        for (Route route : routes) {
            if (Subjects.matches(route.filter(), subject)) {
                return route;
            }
        }
        return null;
    }

    /** Returns what the system account asks on a subject, or null for nothing that there is. */
    @Nullable
    Route findForSystem(String subject) {
        return Subjects.matches(accountPurge.filter(), subject) ? accountPurge : null;
    }
}
