package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user of the system account asks and hears, as the nats CLI and monitoring tools do it. */
class SystemAccountIT extends SystemAccountCase {
    /** MO-159; what a server without slow or stale connections says. */
    private static final String STATSZ = """
            start mem cores cpu connections total_connections active_accounts subscriptions sent sent_to_clients received
            received_from_clients slow_consumers active_servers gomaxprocs
            """;

    private static final String CONFIGURATION = """
            server_name: keeper
            accounts {
              SYS { users: [ { user: admin, password: p } ] }
              APP { users: [ { user: app, password: p } ] }
              QUIET { users: [ { user: quiet, password: p } ] }
            }
            system_account: SYS
            """;

    @Override
    String configuration() {
        return CONFIGURATION;
    }

    @ParameterizedTest // MO-106, MO-110
    @CsvSource({
        "VARZ, server_id server_name version",
        "CONNZ, server_id now num_connections total offset limit connections",
        "SUBSZ, server_id now num_subscriptions num_cache num_inserts num_removes num_matches cache_hit_rate",
        "ROUTEZ, server_id server_name now num_routes routes",
        "GATEWAYZ, server_id now outbound_gateways inbound_gateways",
        "LEAFZ, server_id now leafnodes leafs",
        "ACCOUNTZ, server_id now system_account accounts",
        "JSZ, memory storage reserved_memory reserved_storage accounts ha_assets api server_id now disabled config",
        "HEALTHZ, status status_code",
        "PROFILEZ, profile error",
    })
    void shouldAnswerWithEachPage(String page, String names) throws Exception {
        JsonNode answer = ask(PING + page, "");
        assertThat(names(answer)).containsExactly("server", "data");
        assertThat(names(answer.path("data"))).startsWith(names.split(" "));
    }

    @Test // MO-107, MO-149, MO-152
    void shouldAnswerForThisServerAlone() throws Exception {
        JsonNode server = ask("$SYS.REQ.SERVER." + serverId() + ".HEALTHZ", "").path("server");
        List<String> names = names(server);
        names.remove("feature_flags");
        assertThat(names).containsExactly("name", "host", "id", "ver", "jetstream", "flags", "seq", "time");
        assertThat(server.path("name").asText()).isEqualTo("keeper");
        assertThat(server.path("id").asText()).isEqualTo(serverId());
        assertThat(server.path("flags").asInt()).isZero();
        assertThat(reply("$SYS.REQ.SERVER.NOBODY.HEALTHZ", "")).isNull();
    }

    @Test // MO-105, MO-158, MO-108, MO-109, MO-159
    void shouldAnswerWithoutAnEnvelopeWhereNatsDoes() throws Exception {
        assertThat(names(ask(PING + "IDZ", ""))).containsExactly("name", "host", "id");
        for (String subject : List.of("$SYS.REQ.SERVER.PING", PING + "STATSZ")) {
            JsonNode statsz = ask(subject, "");
            assertThat(names(statsz)).containsExactly("server", "statsz");
            List<String> names = names(statsz.path("statsz"));
            names.remove("gomemlimit");
            assertThat(names).containsExactly(STATSZ.strip().split("\\s+"));
        }
    }

    @ParameterizedTest // MO-110, MO-111
    @CsvSource(delimiter = '|', textBlock = """
            CONNZ    | {"limit":"x"}      | 400 | json: cannot unmarshal string into Go struct field ConnzEventOptions.ConnzOptions.limit of type int
            CONNZ    | {"limit":1.5}      | 400 | json: cannot unmarshal number 1.5 into Go struct field ConnzEventOptions.ConnzOptions.limit of type int
            CONNZ    | {"auth":"yes"}     | 400 | json: cannot unmarshal string into Go struct field ConnzEventOptions.ConnzOptions.auth of type bool
            CONNZ    | {"cid":-1}         | 400 | json: cannot unmarshal number -1 into Go struct field ConnzEventOptions.ConnzOptions.cid of type uint64
            VARZ     | {"server_name":1}  | 400 | json: cannot unmarshal number into Go struct field VarzEventOptions.EventFilterOptions.server_name of type string
            CONNZ    | []                 | 400 | json: cannot unmarshal array into Go value of type server.ConnzEventOptions
            CONNZ    | {                  | 400 | unexpected end of JSON input
            CONNZ    | nonsense           | 400 | invalid character 'o' in literal null (expecting 'u')
            CONNZ    | x                  | 400 | invalid character 'x' looking for beginning of value
            STATSZ   | {                  | 400 | unexpected end of JSON input
            CONNZ    | {"sort":"nope"}    | 500 | invalid sorting option: nope
            CONNZ    | {"sort":"stop"}    | 500 | sort by stop only valid on closed connections
            CONNZ    | {"filter_subject":"a"} | 500 | filter by subject only valid with account filtering
            SUBSZ    | {"test":"a.*"}     | 500 | invalid test subject, must be valid publish subject: a.*
            ACCOUNTZ | {"account":"NONE"} | 500 | Account NONE does not exist
            """)
    void shouldSayWhatIsWrongWithARequest(String page, String request, int code, String description) throws Exception {
        JsonNode answer = ask(PING + page, request);
        assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
        assertThat(answer.path("error").path("description").asText()).isEqualTo(description);
        assertThat(answer.has("data")).isEqualTo(code == 500);
        assertThat(answer.path("data").isMissingNode() || answer.path("data").isNull())
                .isTrue();
    }

    @ParameterizedTest // MO-111
    @CsvSource(delimiter = '|', textBlock = """
            {"server_name":"keep"}                     | true
            {"SERVER_NAME":"keep"}                     | true
            {"server_name":"other"}                    | false
            {"server_name":"keep","exact_match":true}  | false
            {"server_name":"keeper","exact_match":true}| true
            {"tags":["a"]}                             | false
            {"domain":"hub"}                           | false
            {"cluster":"east"}                         | false
            """)
    void shouldStaySilentWhenAnotherServerIsMeant(String request, boolean answered) throws Exception {
        // when it is asked, and after that asked something that it answers in any case
        String inbox = admin.createInbox();
        Subscription answers = admin.subscribe(inbox);
        admin.publish(PING + "HEALTHZ", inbox, request.getBytes(UTF_8));
        admin.publish(PING + "IDZ", inbox, null);

        // then
        JsonNode first = json(answers.nextMessage(SOON));
        assertThat(first.has("data")).isEqualTo(answered);
    }

    @Test // MO-14, MO-19, MO-167
    void shouldShowSomeConnections() throws Exception {
        try (Connection app = Nats.connect(Clients.options(server.url())
                .userInfo("app", "p")
                .connectionName("shop")
                .build())) {
            app.subscribe("orders.*");
            app.flush(SOON);

            // when it is looked for by what it listens to
            JsonNode found = ask(PING + "CONNZ", "{\"acc\":\"APP\",\"filter_subject\":\"orders.new\",\"auth\":true}")
                    .path("data");
            JsonNode none = ask(PING + "CONNZ", "{\"acc\":\"APP\",\"filter_subject\":\"other\"}")
                    .path("data");

            // then
            assertThat(found.path("connections")).hasSize(1);
            JsonNode shown = found.path("connections").path(0);
            assertThat(shown.path("name").asText()).isEqualTo("shop");
            assertThat(shown.path("authorized_user").asText()).isEqualTo("app");
            assertThat(shown.path("account").asText()).isEqualTo("APP");
            assertThat(none.path("connections")).isEmpty();
            assertThat(none.path("total").asInt()).isEqualTo(1);
        }
    }

    @Test // MO-117, MO-120, MO-87
    void shouldAnswerAboutOneAccount() throws Exception {
        try (Connection app = Clients.connect(server.url(), "app", "p")) {
            app.flush(SOON);
            assertThat(ofAccount("APP", "CONNZ")
                            .path("data")
                            .path("num_connections")
                            .asInt())
                    .isEqualTo(1);
            assertThat(ofAccount("APP", "SUBSZ").path("data").has("subscriptions_list"))
                    .isTrue();
            assertThat(ofAccount("APP", "LEAFZ").path("data").path("leafnodes").asInt(-1))
                    .isZero();
            assertThat(ofAccount("APP", "INFO")
                            .path("data")
                            .path("account_name")
                            .asText())
                    .isEqualTo("APP");
            assertThat(ofAccount("NONE", "INFO")
                            .path("error")
                            .path("description")
                            .asText())
                    .isEqualTo("Account NONE does not exist");
            assertThat(ofAccount("APP", "JSZ").path("error").path("description").asText())
                    .isEqualTo("jetstream not enabled");

            JsonNode stat =
                    ofAccount("APP", "STATZ").path("data").path("account_statz").path(0);
            assertThat(names(stat)).containsExactly(ACCOUNT_STAT.split(" "));
            assertThat(names(stat.path("sent"))).containsExactly("msgs", "bytes", "gateways", "routes", "leafs");
            JsonNode conns = ofAccount("APP", "CONNS");
            assertThat(names(conns))
                    .startsWith("type", "id", "timestamp", "server")
                    .endsWith(ACCOUNT_STAT.split(" "));
            assertThat(conns.path("conns").asInt()).isEqualTo(1);
        }
    }

    private static final String ACCOUNT_STAT =
            "acc name conns leafnodes total_conns num_subscriptions sent received slow_consumers";

    @Test // MO-118
    void shouldCountForEachAccountThatIsUsed() throws Exception {
        JsonNode used = ask("$SYS.REQ.ACCOUNT.PING.STATZ", "").path("data").path("account_statz");
        assertThat(used.findValuesAsText("acc")).contains("SYS").doesNotContain("QUIET");
        JsonNode all = ask("$SYS.REQ.ACCOUNT.PING.STATZ", "{\"include_unused\":true}")
                .path("data")
                .path("account_statz");
        assertThat(all.findValuesAsText("acc")).contains("SYS", "APP", "QUIET", "$G");
    }

    @Test // MO-119, MO-125
    void shouldTellAnAccountAboutItselfOnly() throws Exception {
        try (Connection app = Clients.connect(server.url(), "app", "p")) {
            for (String subject : List.of("$SYS.REQ.ACCOUNT.PING.CONNZ", PING + "CONNZ")) {
                JsonNode own = json(app.request(subject, "{\"acc\":\"SYS\"}".getBytes(UTF_8), SOON));
                assertThat(own.path("data").path("total").asInt()).isEqualTo(1);
            }
            JsonNode statz = json(app.request("$SYS.REQ.ACCOUNT.PING.STATZ", null, SOON));
            assertThat(statz.path("data").path("account_statz").findValuesAsText("acc"))
                    .containsExactly("APP");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$SYS.REQ.SERVER.PING",
        "$SYS.REQ.SERVER.PING.VARZ",
        "$SYS.REQ.SERVER.PING.IDZ",
        "$SYS.REQ.ACCOUNT.APP.CONNZ",
        "$SYS.REQ.ACCOUNT.APP.INFO",
        "$SYS.DEBUG.SUBSCRIBERS",
    })
    void shouldTellNobodyElse(String subject) throws Exception {
        try (WireConnection app = new WireConnection(server.clientPort())) {
            app.readLine();
            app.send(
                    "CONNECT {\"user\":\"app\",\"pass\":\"p\",\"verbose\":false,\"headers\":true,\"no_responders\":true}"
                            + "\r\nSUB inbox 1\r\nSUB $SYS.> 2\r\nUNSUB 2\r\nPUB " + subject + " inbox 0\r\n\r\n");
            assertThat(app.readLine()).startsWith("HMSG inbox 1 ");
            assertThat(app.readLine()).startsWith("NATS/1.0 503");
        }
    }

    @Test // MO-112
    void shouldCompressWhenThatIsWanted() throws Exception {
        assertThat(encoded("gzip, deflate").getHeaders().getFirst("Content-Encoding"))
                .isEqualTo("gzip");
        byte[] packed = encoded("gzip").getData();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(names(JSON.readTree(in.readAllBytes()))).containsExactly("server", "data");
        }
        Message snappy = encoded("snappy");
        assertThat(snappy.getHeaders().getFirst("Content-Encoding")).isEqualTo("snappy");
        assertThat(snappy.getData()).startsWith(0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y');
        assertThat(encoded("br").getHeaders().getFirst("Content-Encoding")).isEqualTo("identity");
    }

    private Message encoded(String accept) throws Exception {
        Message request = NatsMessage.builder()
                .subject(PING + "VARZ")
                .headers(new Headers().add("Accept-Encoding", accept))
                .build();
        return admin.request(request, SOON);
    }

    @Test // MO-115
    void shouldKickAClient() throws Exception {
        try (WireConnection app = login("app")) {
            long cid = cid("app");
            String kick = "$SYS.REQ.SERVER." + serverId() + ".KICK";

            // when
            assertThat(ask(kick, "{\"cid\":99999999}")
                            .path("error")
                            .path("description")
                            .asText())
                    .isEqualTo("no such client or leafnode id");
            assertThat(names(ask(kick, "{\"cid\":" + cid + "}"))).containsExactly("server");

            // then
            assertThat(app.readToEnd().ended()).isTrue();
            JsonNode closed = ask(PING + "CONNZ", "{\"state\":1,\"cid\":" + cid + "}");
            assertThat(closed.path("data")
                            .path("connections")
                            .path(0)
                            .path("reason")
                            .asText())
                    .isEqualTo("Kicked");
        }
    }

    @Test // MO-116
    void shouldTellOneClientOfTheEnd() throws Exception {
        try (WireConnection app = login("app")) {
            long cid = cid("app");
            String lameDuck = "$SYS.REQ.SERVER." + serverId() + ".LDM";
            assertThat(ask(lameDuck, "{\"cid\":99999999}")
                            .path("error")
                            .path("description")
                            .asText())
                    .isEqualTo("no such client id");
            assertThat(names(ask(lameDuck, "{\"cid\":" + cid + "}"))).containsExactly("server");
            assertThat(app.readLine()).startsWith("INFO ").contains("\"ldm\":true");
        }
    }

    @Test // MO-155, MO-157, MO-137, MO-138, MO-141, MO-153, MO-154
    void shouldTellWhoComesAndGoes() throws Exception {
        Subscription connects = admin.subscribe("$SYS.ACCOUNT.QUIET.CONNECT");
        Subscription disconnects = admin.subscribe("$SYS.ACCOUNT.QUIET.DISCONNECT");
        Subscription counts = admin.subscribe("$SYS.ACCOUNT.QUIET.SERVER.CONNS");
        admin.flush(SOON);

        // when
        try (WireConnection quiet = login("quiet")) {
            quiet.send("PUB a 3\r\nabc\r\nPING\r\n");
            quiet.readLine();
            JsonNode count = json(counts.nextMessage(SOON));
            assertThat(count.path("type").asText()).isEqualTo("io.nats.server.advisory.v1.account_connections");
            assertThat(names(count)).startsWith("type", "id", "timestamp", "server", "acc", "name", "conns");
            assertThat(count.path("conns").asInt()).isEqualTo(1);
        }

        // then
        JsonNode connect = json(connects.nextMessage(SOON));
        assertThat(names(connect)).containsExactly("type", "id", "timestamp", "server", "client");
        assertThat(connect.path("type").asText()).isEqualTo("io.nats.server.advisory.v1.client_connect");
        assertThat(connect.path("id").asText()).hasSize(22);
        assertThat(names(connect.path("client")))
                .containsExactly(
                        "start", "host", "id", "acc", "user", "name", "lang", "ver", "name_tag", "kind", "client_type");
        JsonNode disconnect = json(disconnects.nextMessage(SOON));
        assertThat(names(disconnect))
                .containsExactly("type", "id", "timestamp", "server", "client", "sent", "received", "reason");
        assertThat(disconnect.path("reason").asText()).isEqualTo("Client Closed");
        assertThat(disconnect.path("sent").path("bytes").asInt()).isEqualTo(3);
        assertThat(names(disconnect.path("client"))).contains("stop", "rtt");
        assertThat(json(counts.nextMessage(SOON)).path("conns").asInt()).isZero();
    }

    @Test // MO-139, MO-156
    void shouldTellWhoWasRefused() throws Exception {
        Subscription refusals = admin.subscribe("$SYS.SERVER." + serverId() + ".CLIENT.AUTH.ERR");
        admin.flush(SOON);
        try (WireConnection stranger = new WireConnection(server.clientPort())) {
            stranger.send("CONNECT {\"user\":\"app\",\"pass\":\"wrong\",\"verbose\":false}\r\n");
            stranger.readToEnd();
        }
        JsonNode refusal = json(refusals.nextMessage(SOON));
        assertThat(refusal.path("type").asText()).isEqualTo("io.nats.server.advisory.v1.client_disconnect");
        assertThat(refusal.path("reason").asText()).isEqualTo("Authentication Failure");
        assertThat(refusal.path("client").path("user").asText()).isEqualTo("app");
        assertThat(refusal.path("client").path("acc").asText()).isEqualTo("$G");
    }

    @Test // MO-142
    void shouldTellTheStatisticsNowAndThenAndWhenAsked() throws Exception {
        Subscription statistics = admin.subscribe("$SYS.SERVER.*.STATSZ");
        admin.publish(PING + "STATSZ", null);
        assertThat(names(json(statistics.nextMessage(SOON)))).containsExactly("server", "statsz");
    }

    @Test // MO-114
    void shouldReadItsConfigurationAgainWhenAsked() throws Exception {
        // Inside a program there is no file to be read.
        assumeTrue(!ServerUnderTest.isInProcess());
        assertThat(names(ask("$SYS.REQ.SERVER." + serverId() + ".RELOAD", ""))).containsExactly("server");
    }

    @Test // MO-125
    void shouldServeAccountsThatComeWithAnotherConfiguration() throws Exception {
        // when
        server.reload(CONFIGURATION.replace("QUIET {", "FRESH { users: [ { user: fresh, password: p } ] }\n  QUIET {"));

        // then
        try (Connection fresh = Clients.connect(server.url(), "fresh", "p")) {
            JsonNode statz = json(fresh.request("$SYS.REQ.ACCOUNT.PING.STATZ", null, SOON));
            assertThat(statz.path("data").path("account_statz").findValuesAsText("acc"))
                    .containsExactly("FRESH");
            JsonNode info = json(fresh.request("$SYS.REQ.USER.INFO", null, SOON));
            assertThat(info.path("data").path("account").asText()).isEqualTo("FRESH");
            assertThat(ofAccount("FRESH", "INFO")
                            .path("data")
                            .path("client_connections")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test // MO-144
    void shouldTellThatItSendsItsClientsAway() throws Exception {
        Subscription lameDuck = admin.subscribe("$SYS.SERVER." + serverId() + ".LAMEDUCK");
        admin.flush(SOON);
        server.enterLameDuckMode();
        assertThat(json(lameDuck.nextMessage(SOON)).path("id").asText()).isEqualTo(serverId());
    }

    @Test // MO-143
    void shouldTellThatItEnds() throws Exception {
        // The others are ended the hard way.
        assumeTrue(ServerUnderTest.isInProcess());
        String id = serverId();
        try (WireConnection listener = login("admin")) {
            listener.send("SUB $SYS.SERVER." + id + ".SHUTDOWN 1\r\nPING\r\n");
            assertThat(listener.readLine()).isEqualTo("PONG\r\n");

            // when
            server.close();

            // then it is the last thing that is heard of it
            assertThat(listener.readToEnd().rest())
                    .contains("MSG $SYS.SERVER." + id + ".SHUTDOWN 1 ", "\"id\":\"" + id + "\"");
        }
    }

    // Helpers.

    private WireConnection login(String user) throws Exception {
        WireConnection connection = new WireConnection(server.clientPort());
        connection.readLine();
        connection.send(
                "CONNECT {\"user\":\"" + user + "\",\"pass\":\"p\",\"verbose\":false,\"protocol\":1,\"name\":\"n\","
                        + "\"lang\":\"java\",\"version\":\"1\"}\r\nPING\r\n");
        // The first PONG, and the second INFO, which comes with it.
        assertThat(connection.readLines(2)).anyMatch("PONG"::equals).anyMatch(line -> line.startsWith("INFO "));
        return connection;
    }

    private long cid(String user) throws Exception {
        return ask(PING + "CONNZ", "{\"user\":\"" + user + "\",\"auth\":true}")
                .path("data")
                .path("connections")
                .path(0)
                .path("cid")
                .asLong();
    }

    private JsonNode ofAccount(String account, String page) throws Exception {
        return ask("$SYS.REQ.ACCOUNT." + account + "." + page, "");
    }

    private String serverId() {
        return admin.getServerInfo().getServerId();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
