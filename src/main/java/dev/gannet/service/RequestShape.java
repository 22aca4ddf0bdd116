package dev.gannet.service;

import org.jspecify.annotations.Nullable;

/**
 * What the JSON of a request may hold: its fields and the reference's types of them, and what the reference calls the
 * whole, since that is in what it says of a wrong one (MO-165..180).
 */
enum RequestShape {
    IDZ("", "", ""),
    STATSZ("StatszEventOptions", "", ""),
    VARZ("VarzEventOptions", "", ""),
    SUBSZ("SubszEventOptions", "SubszOptions", "offset:int limit:int subscriptions:bool account:string test:string"),
    CONNZ(
            "ConnzEventOptions",
            "ConnzOptions",
            "sort:server.SortOpt auth:bool subscriptions:bool subscriptions_detail:bool offset:int limit:int cid:uint64"
                    + " mqtt_client:string state:server.ConnState user:string acc:string filter_subject:string"),
    ROUTEZ("RoutezEventOptions", "RoutezOptions", "subscriptions:bool subscriptions_detail:bool"),
    GATEWAYZ(
            "GatewayzEventOptions",
            "GatewayzOptions",
            "name:string accounts:bool account_name:string subscriptions:bool subscriptions_detail:bool"),
    LEAFZ("LeafzEventOptions", "LeafzOptions", "subscriptions:bool account:string"),
    ACCOUNTZ("AccountzEventOptions", "AccountzOptions", "account:string"),
    JSZ(
            "JszEventOptions",
            "JSzOptions",
            "account:string accounts:bool streams:bool consumer:bool direct_consumer:bool config:bool leader_only:bool"
                    + " offset:int limit:int raft:bool stream_leader_only:bool"),
    HEALTHZ(
            "HealthzEventOptions",
            "HealthzOptions",
            "js-enabled:bool js-enabled-only:bool js-server-only:bool js-meta-only:bool account:string stream:string"
                    + " consumer:string details:bool"),
    PROFILEZ("ProfilezEventOptions", "ProfilezOptions", "name:string debug:int duration:time.Duration"),
    EXPVARZ("ExpvarzEventOptions", "", ""),
    IPQUEUESZ("IpqueueszEventOptions", "IpqueueszOptions", "all:bool filter:string"),
    RAFTZ("RaftzEventOptions", "RaftzOptions", "account:string group:string"),
    INFO("AccInfoEventOptions", "", ""),
    STATZ("AccountStatzEventOptions", "AccountStatzOptions", "accounts:[]string include_unused:bool"),
    /** A question for the number of subscriptions: the one without the fields that say which server is meant. */
    NSUBS("accNumSubsReq", "", "acc:string subject:string queue:[]uint8"),
    /** A request about one connection. */
    CLIENT("KickClientReq", "", "cid:uint64"),
    /** A request without options of its own. */
    PLAIN("EventFilterOptions", "", "");

    private static final String BARE = "EventFilterOptions";
    private static final String FILTERS =
            "server_name:string cluster:string host:string exact_match:bool tags:[]string domain:string";

    /**
     * One field.
     *
     * @param path where the reference says that it is
     * @param type the reference's type
     */
    record Field(String name, String path, String type) {}

    private final String struct;
    private final String part;
    private final String own;

    /**
     * Makes a shape.
     *
     * @param own its fields beside those that every request has, each with its type behind a colon
     */
    RequestShape(String struct, String part, String own) {
        this.struct = struct;
        this.part = part;
        this.own = own;
    }

    /** Returns what the reference calls the whole. */
    String struct() {
        return struct;
    }

    /** Returns a field by its name in any case; null if there is none. */
    @Nullable
    Field field(String name) {
        Field field = find(name, own, part.isEmpty() ? struct : struct + "." + part);
        boolean bare = this == PLAIN || this == CLIENT;
        if (this == NSUBS) {
            return field;
        }
        return field == null ? find(name, FILTERS, bare ? BARE : struct + "." + BARE) : field;
    }

    private static @Nullable Field find(String name, String list, String outer) {
        for (String entry : list.split(" ", -1)) {
            int colon = entry.indexOf(':');
            if (colon == name.length() && entry.regionMatches(true, 0, name, 0, colon)) {
                String own = entry.substring(0, colon);
                return new Field(own, outer + "." + own, entry.substring(colon + 1));
            }
        }
        return null;
    }
}
