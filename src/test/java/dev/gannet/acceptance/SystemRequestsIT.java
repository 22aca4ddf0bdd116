package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rarer questions to the system account: numbers of subscriptions, account JWTs, queues and profiles. */
class SystemRequestsIT extends SystemAccountCase {
    @Override
    String configuration() {
        return """
                accounts {
                  SYS { users: [ { user: admin, password: p } ] }
                  APP { users: [ { user: app, password: p } ] }
                  QUIET { users: [ { user: quiet, password: p } ] }
                }
                authorization { users: [ { user: owner, password: p } ] }
                system_account: SYS
                """;
    }

    @ParameterizedTest // MO-123
    @CsvSource(delimiter = '|', nullValues = "silence", textBlock = """
            {"acc":"APP","subject":"orders.new"}                  | 4
            {"acc":"APP","subject":"orders.*"}                    | 3
            {"acc":"APP","subject":"orders.new","queue":"cTE="}   | 2
            {"acc":"APP","subject":"orders.>","queue":"cTE="}     | 2
            {"acc":"APP","subject":"orders.new","queue":"cTk="}   | 0
            {"acc":"APP","subject":"nobody"}                      | 0
            {"acc":"APP"}                                         | 0
            {"acc":"SYS","subject":"$SYS.REQ.SERVER.PING"}        | 0
            {"acc":"QUIET","subject":"orders.new"}                | silence
            {"acc":"NONE","subject":"orders.new"}                 | silence
            {"acc":"APP","subject":"orders.new","queue":"q1"}     | silence
            {"acc":"APP","subject":"orders.new","queue":5}        | silence
            {"acc":1}                                             | silence
            {                                                     | silence
            []                                                    | silence
            """)
    void shouldCountTheSubscriptionsOfAnAccount(String request, String count) throws Exception {
        try (Connection app = Clients.connect(server.url(), "app", "p")) {
            app.subscribe("orders.*");
            app.subscribe("orders.new", "q1");
            app.subscribe("orders.new", "q2");
            app.subscribe("orders.>", "q1");
            app.flush(SOON);

            // when it is asked, and after that asked something that it answers in any case
            String inbox = admin.createInbox();
            Subscription answers = admin.subscribe(inbox);
            admin.publish("$SYS.REQ.ACCOUNT.NSUBS", inbox, request.getBytes(UTF_8));
            admin.publish("$SYS.REQ.ACCOUNT.NSUBS", inbox, "{\"acc\":\"APP\",\"subject\":\"last\"}".getBytes(UTF_8));

            // then
            assertThat(text(answers.nextMessage(SOON))).isEqualTo(count == null ? "0" : count);
            if (count != null) {
                assertThat(text(answers.nextMessage(SOON))).isEqualTo("0");
            }
        }
    }

    @ParameterizedTest // MO-128, MO-129
    @CsvSource(delimiter = '|', textBlock = """
            $SYS.REQ.ACCOUNT.APP.CLAIMS.UPDATE | APP  |       | jwt update error - request body is empty
            $SYS.REQ.ACCOUNT.APP.CLAIMS.UPDATE | APP  | x     | jwt update resulted in error - expected 3 chunks
            $SYS.REQ.ACCOUNT.APP.CLAIMS.UPDATE | APP  | a.b.c | jwt update resulted in error - illegal base64 data at input byte 0
            $SYS.ACCOUNT.NONE.CLAIMS.UPDATE    | NONE |       | jwt update error - request body is empty
            $SYS.ACCOUNT.NONE.CLAIMS.UPDATE    | NONE | a.b   | jwt update resulted in error - expected 3 chunks
            """)
    void shouldRefuseAccountJwts(String subject, String account, String jwt, String problem) throws Exception {
        JsonNode error = ask(subject, jwt == null ? "" : jwt).path("error");
        assertThat(error.path("account").asText()).isEqualTo(account);
        assertThat(error.path("code").asInt()).isEqualTo(500);
        assertThat(error.path("description").asText()).isEqualTo(problem);
    }

    @Test // MO-128, MO-129
    void shouldRefuseAnAccountJwtThatIsOne() throws Exception {
        // given a header and claims that are JSON, and 64 bytes in place of a signature
        String jwt = base64("{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}") + "."
                + base64("{\"sub\":\"APP\",\"iss\":\"O\",\"nats\":{\"type\":\"account\",\"version\":2}}") + "."
                + base64("s".repeat(64));

        // then each server has a reason of its own
        JsonNode answer = ask("$SYS.REQ.ACCOUNT.APP.CLAIMS.UPDATE", jwt);
        assertThat(answer.path("error").path("code").asInt()).isEqualTo(500);
        assertThat(answer.path("error").path("description").asText()).startsWith("jwt update resulted in error - ");
    }

    @ParameterizedTest // MO-127, MO-130..133: there is no resolver
    @CsvSource({
        "$SYS.REQ.CLAIMS.UPDATE",
        "$SYS.REQ.CLAIMS.LIST",
        "$SYS.REQ.CLAIMS.PACK",
        "$SYS.REQ.CLAIMS.DELETE",
        "$SYS.REQ.ACCOUNT.APP.CLAIMS.LOOKUP",
    })
    void shouldLeaveToResolversWhatIsTheirs(String subject) throws Exception {
        assertThatThrownBy(() -> admin.request(subject, null).get(5, SECONDS))
                .as("nobody answers")
                .isInstanceOf(CancellationException.class);
    }

    @Test // MO-122
    void shouldNotTellOfOtherUsers() throws Exception {
        for (String account : List.of("APP", "NONE")) {
            JsonNode data = ask("$SYS.REQ.USER." + account + ".INFO", "").path("data");
            assertThat(JSON.writeValueAsString(data)).isEqualTo("{\"user\":\"\",\"account\":\"\"}");
        }
    }

    @Test // MO-139, MO-140, AC-11
    void shouldTellTheAccountWhomTheServerRefused() throws Exception {
        try (Connection owner = Clients.connect(server.url(), "owner", "p")) {
            Subscription own = owner.subscribe("$SYS.ACCOUNT.CLIENT.AUTH.ERR");
            Subscription all = admin.subscribe("$SYS.SERVER.*.CLIENT.AUTH.ERR");
            owner.flush(SOON);
            admin.flush(SOON);

            // when one has the wrong password, and another does not even say who he is
            refused("CONNECT {\"user\":\"app\",\"pass\":\"wrong\",\"verbose\":false}\r\n");
            refused("PUB a 0\r\n\r\n");
            refused("CONNECT {\"user\":\"nobody\",\"verbose\":false}\r\n");

            // then
            for (String user : List.of("app", "nobody")) {
                JsonNode refusal = json(own.nextMessage(SOON));
                assertThat(refusal.path("type").asText()).isEqualTo("io.nats.server.advisory.v1.client_disconnect");
                assertThat(refusal.path("reason").asText()).isEqualTo("Authentication Failure");
                assertThat(refusal.path("client").path("acc").asText()).isEqualTo("$G");
                assertThat(refusal.path("client").path("user").asText()).isEqualTo(user);
            }
            for (String user : List.of("app", "", "nobody")) {
                JsonNode refusal = json(all.nextMessage(SOON));
                assertThat(refusal.path("client").path("user").asText()).isEqualTo(user);
            }
        }
    }

    private void refused(String text) throws Exception {
        try (WireConnection stranger = new WireConnection(server.clientPort())) {
            stranger.send(text);
            stranger.readToEnd();
        }
    }

    @Test // MO-90
    void shouldNotSpeakForTheLeaderOfJetStream() throws Exception {
        String inbox = admin.createInbox();
        Subscription answers = admin.subscribe(inbox);
        admin.publish(PING + "JSZ", inbox, "{\"leader_only\":true}".getBytes(UTF_8));
        admin.publish(PING + "IDZ", inbox, null);
        assertThat(json(answers.nextMessage(SOON)).has("host")).isTrue();
    }

    @Test // MO-179, MO-98, MO-178
    void shouldShowItsQueues() throws Exception {
        JsonNode busy = ask(PING + "IPQUEUESZ", "").path("data");
        assertThat(busy.path("System recvQ").path("in_progress").asInt())
                .as("this request")
                .isEqualTo(1);
        JsonNode all = ask(PING + "IPQUEUESZ", "{\"all\":true}").path("data");
        assertThat(all.size()).isGreaterThan(busy.size());
        all.forEach(queue -> assertThat(queue.has("pending")).isTrue());
        JsonNode some = ask(PING + "IPQUEUESZ", "{\"all\":true,\"filter\":\"System recvQ\"}")
                .path("data");
        some.fieldNames().forEachRemaining(name -> assertThat(name).startsWith("System recvQ"));
        assertThat(ask(PING + "IPQUEUESZ", "{\"filter\":\"none of that name\"}").path("data"))
                .isEmpty();
    }

    @ParameterizedTest // MO-176, MO-177
    @CsvSource(delimiter = '|', textBlock = """
            {}                                       | Profile name not specified
            {"name":"nope"}                          | Profile "nope" not found
            {"name":"cpu"}                           | Duration 0s should be between 0s and 15s
            {"name":"cpu","duration":-1000000}       | Duration -1ms should be between 0s and 15s
            {"name":"cpu","duration":16000000000}    | Duration 16s should be between 0s and 15s
            """)
    void shouldSayWhyThereIsNoProfile(String request, String problem) throws Exception {
        JsonNode data = ask(PING + "PROFILEZ", request).path("data");
        assertThat(data.path("profile").isNull()).isTrue();
        assertThat(data.path("error").asText()).isEqualTo(problem);
    }

    @ParameterizedTest // MO-176, MO-177
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"goroutine"}
            {"name":"threadcreate"}
            {"name":"heap"}
            {"name":"cpu","duration":100000000}
            """)
    void shouldTakeAProfile(String request) throws Exception {
        JsonNode data = ask(PING + "PROFILEZ", request).path("data");
        assertThat(data.path("error").asText()).isEmpty();
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(data.path("profile").binaryValue()))) {
            assertThat(in.readAllBytes()).isNotEmpty();
        }
    }

    @ParameterizedTest // MO-176, MO-177
    @CsvSource({"goroutine", "heap"})
    void shouldWriteAProfileForPeople(String name) throws Exception {
        JsonNode data = ask(PING + "PROFILEZ", "{\"name\":\"" + name + "\",\"debug\":1}")
                .path("data");
        assertThat(new String(data.path("profile").binaryValue(), UTF_8))
                .contains("\n")
                .doesNotContain("\0");
    }

    @ParameterizedTest
    @CsvSource({"allocs", "block", "mutex"})
    void shouldSayWhatAJvmDoesNotCount(String name) throws Exception {
        assumeTrue(!ServerUnderTest.isReference());
        JsonNode data = ask(PING + "PROFILEZ", "{\"name\":\"" + name + "\"}").path("data");
        assertThat(data.path("error").asText()).isEqualTo("Profile \"" + name + "\" is not counted by a JVM");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String text(Message message) {
        return new String(message.getData(), UTF_8);
    }
}
