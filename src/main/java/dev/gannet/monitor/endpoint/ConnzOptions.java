package dev.gannet.monitor.endpoint;

/**
 * What a {@code /connz} request asks for. Texts are empty where it asks for nothing.
 *
 * @param sort the order
 * @param auth whether to say who each connection is
 * @param subscriptions whether to list the subjects it subscribed to
 * @param subscriptionsDetail whether to list its subscriptions in detail
 * @param page which part of the result
 * @param cid only this connection; zero is any
 * @param state open ones, closed ones, or both
 * @param user only connections of this user
 * @param account only connections in this account
 * @param mqttClient only the connection with this MQTT client id
 * @param filterSubject only connections that would get a message on this subject, which needs an account too
 */
public record ConnzOptions(
        ConnectionSort sort,
        boolean auth,
        boolean subscriptions,
        boolean subscriptionsDetail,
        Page page,
        long cid,
        ConnectionState state,
        String user,
        String account,
        String mqttClient,
        String filterSubject) {

    /** Reads the parameters in the reference's order, so that of several wrong ones the same is reported. */
    static ConnzOptions of(Query query) throws BadQuery {
        boolean auth = query.flag("auth");
        boolean detail = query.text("subs").equalsIgnoreCase("detail");
        boolean subscriptions = !detail && query.flag("subs");
        int offset = query.number("offset");
        int limit = query.number("limit");
        long cid = query.unsignedNumber("cid");
        ConnectionState state = ConnectionState.of(query.text("state"));
        return new ConnzOptions(
                sort(query.text("sort"), state),
                auth,
                subscriptions,
                detail,
                Page.of(offset, cid == 0 ? limit : 1),
                cid,
                state,
                query.text("user"),
                query.text("acc"),
                query.text("mqtt_client"),
                "");
    }

    boolean needsSubscriptions() {
        return subscriptions || subscriptionsDetail || !filterSubject.isEmpty();
    }

    /** Returns how to sort by a word for connections of a state. */
    public static ConnectionSort sort(String word, ConnectionState state) throws BadQuery {
        ConnectionSort sort = ConnectionSort.of(word);
        if (sort == null) {
            throw new BadQuery("invalid sorting option: " + word);
        }
        if (sort.needsClosed() && state != ConnectionState.CLOSED) {
            throw new BadQuery("sort by " + word + " only valid on closed connections");
        }
        return sort;
    }
}
