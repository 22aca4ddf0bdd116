package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What one account has of another: streams and services, exported and imported. */
class SharingIT {
    private static final Pattern EXAMPLE = Pattern.compile("```conf\n(.*?)```", Pattern.DOTALL);

    /** Accounts A, B and C with the users a, b and c. */
    private static final String ACCOUNTS = """
            accounts {
              A { users: [ { user: a, password: p } ], %s }
              B { users: [ { user: b, password: p } ], %s }
              C { users: [ { user: c, password: p } ], %s }
            }
            """;

    @Test // AC-38, AC-39
    void shouldDeliverAStreamUnderTheImportersSubject() throws Exception {
        String exports = "exports: [ { stream: \"orders.>\" } ]";
        String imports = """
                imports: [
                  { stream: { account: A, subject: "orders.>" }, prefix: shop }
                  { stream: { account: A, subject: "orders.*.*" }, to: "turned.$2.$1" }
                ]""";
        try (RunningServer server = start(exports, imports, "");
                User a = new User(server, "a");
                User b = new User(server, "b");
                User c = new User(server, "c")) {
            b.send("SUB shop.orders.> 1\r\nSUB turned.new.* 2\r\nSUB orders.> 3\r\nSUB shop.orders.eu.* 4\r\n");
            c.send("SUB > 1\r\n");
            b.settle();
            c.settle();

            // when
            a.send("PUB orders.eu.new inbox 2\r\nhi\r\n");

            // then the reply is as it was, and nobody else has it
            a.settle();
            assertThat(b.received(6))
                    .containsExactlyInAnyOrder(
                            "MSG shop.orders.eu.new 1 inbox 2",
                            "hi",
                            "MSG shop.orders.eu.new 4 inbox 2",
                            "hi",
                            "MSG turned.new.eu 2 inbox 2",
                            "hi");
            assertThat(c.received()).isEmpty();

            // when a subscription ends, or was to end with its next message
            b.send("UNSUB 4\r\nUNSUB 2 2\r\nUNSUB 1\r\n");
            b.settle();
            for (int i = 0; i < 3; i++) {
                a.send("PUB orders.eu.new 1\r\n" + i + "\r\n");
            }
            a.settle();

            // then (nats-server forgets the limit of a subscription to a stream that is imported)
            if (ServerUnderTest.isReference()) {
                assertThat(b.received(6)).hasSize(6);
            } else {
                assertThat(b.received(2)).containsExactly("MSG turned.new.eu 2 1", "0");
            }
        }
    }

    @Test // AC-27
    void shouldFilterAStreamByPermissionsForTheImportersSubject() throws Exception {
        String imports = "imports: [ { stream: { account: A, subject: \"x.*\" }, to: \"y.$1\" } ],"
                + " default_permissions: { subscribe: { allow: \">\", deny: [ \"y.secret\", \"x.open\" ] } }";
        try (RunningServer server = start("exports: [ { stream: \"x.*\" } ]", imports, "");
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            b.send("SUB y.* 1\r\nSUB y.* workers 2\r\n");
            b.settle();

            // when
            a.send("PUB x.secret 0\r\n\r\nPUB x.open 0\r\n\r\n");
            a.settle();

            // then
            assertThat(b.received(4)).containsExactlyInAnyOrder("MSG y.open 1 0", "", "MSG y.open 2 0", "");
        }
    }

    @Test
    void shouldMakeOneQueueOfMembersInSeveralAccounts() throws Exception {
        String imports = "imports: [ { stream: { account: A, subject: work } } ]";
        try (RunningServer server = start("exports: [ { stream: work } ]", imports, "");
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB work workers 1\r\n");
            b.send("SUB work workers 1\r\n");
            a.settle();
            b.settle();

            // when
            int count = 200;
            a.send("PUB work 0\r\n\r\n".repeat(count));
            a.settle();

            // then each message is with one of them
            List<String> ofA = a.received();
            List<String> ofB = b.received(2 * count - ofA.size());
            assertThat(ofA.size() + ofB.size()).isEqualTo(2 * count);
            assertThat(ofA).isNotEmpty();
            assertThat(ofB).isNotEmpty();
        }
    }

    @Test // AC-40, AC-41, AC-42, AC-22
    void shouldCarryARequestAndItsAnswer() throws Exception {
        String imports = "imports: [ { service: { account: A, subject: \"pay.*\" }, to: \"bank.$1\" } ]";
        try (RunningServer server = start("exports: [ { service: \"pay.*\" } ]", imports, "");
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB pay.* 1\r\n");
            b.send("SUB inbox 1\r\n");
            a.settle();
            b.settle();

            // when
            b.send("PUB bank.card inbox 3\r\n100\r\n");
            b.settle();

            // then the one who answers sees neither the asker's inbox nor its name
            List<String> request = a.received(4);
            assertThat(request.get(0)).matches("HMSG pay\\.card 1 _R_\\.\\w{6}\\.\\w{6} \\d+ \\d+");
            assertThat(request.subList(1, 2)).containsExactly("NATS/1.0");
            assertThat(request.get(2)).matches("Nats-Request-Info: \\{\"acc\":\"B\",\"rtt\":\\d+}");
            assertThat(request.subList(3, request.size())).containsExactly("", "100");

            // when it answers twice
            String reply = request.get(0).split(" ", -1)[3];
            a.send("PUB " + reply + " 2\r\nok\r\nPUB " + reply + " 3\r\nno!\r\n");
            a.settle();

            // then one answer is enough
            assertThat(b.received(2)).containsExactly("MSG inbox 1 2", "ok");
        }
    }

    @Test // AC-22, AC-51
    void shouldReplaceWhatAClientSaysOfItself() throws Exception {
        try (RunningServer server = start(
                        "exports: [ { service: s } ]",
                        "imports: [ { service: { account: A, subject: s }, share: true } ]",
                        "");
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB s 1\r\n");
            a.settle();

            // when
            String headers = "NATS/1.0\r\nNats-Request-Info: {\"acc\":\"X\"}\r\nColor: red\r\n\r\n";
            b.send("HPUB s " + headers.length() + " " + (headers.length() + 1) + "\r\n" + headers + "!\r\n");
            b.settle();

            // then
            List<String> request = a.received(4);
            assertThat(request.subList(1, 3)).containsExactly("NATS/1.0", "Color: red");
            assertThat(request.get(3))
                    .matches(
                            "Nats-Request-Info: \\{\"start\":\"[^\"]+\",\"host\":\"127.0.0.1\",\"id\":\\d+,\"acc\":\"B\","
                                    + "\"user\":\"b\",\"name\":\"me\",\"lang\":\"raw\",\"ver\":\"1\",\"rtt\":\\d+,"
                                    + "\"server\":\"[^\"]+\",\"kind\":\"Client\",\"client_type\":\"nats\"}");
            assertThat(request.subList(4, request.size())).containsExactly("", "!");
        }
    }

    @Test // AC-45, CP-182
    void shouldSayThatNobodyAnswers() throws Exception {
        String imports = "imports: [ { service: { account: A, subject: help } } ]";
        try (RunningServer server = start("exports: [ { service: help } ]", imports, "");
                User b = new User(server, "b")) {
            b.send("SUB inbox 1\r\nPUB help inbox 0\r\n\r\n");
            b.settle();

            assertThat(b.received(5))
                    .containsExactly("HMSG inbox 1 36 36", "NATS/1.0 503", "Nats-Subject: help", "", "");
        }
    }

    @Test // AC-43
    void shouldCarryManyAnswersWhereTheServiceHasThem() throws Exception {
        String exports = "exports: [ { service: list, response: chunked }, { service: feed, response: stream } ]";
        String imports =
                "imports: [ { service: { account: A, subject: list } }, { service: { account: A, subject: feed } } ]";
        try (RunningServer server = start(exports, imports, "");
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            for (String service : List.of("list", "feed")) {
                a.send("SUB " + service + " " + service + "\r\n");
                b.send("SUB inbox 1\r\n");
                a.settle();
                b.settle();
                b.send("PUB " + service + " inbox 0\r\n\r\n");
                b.settle();
                String reply = a.received(1).get(0).split(" ", -1)[3];

                // when
                a.send(("PUB " + reply + " 1\r\n1\r\nPUB " + reply + " 1\r\n2\r\n"));
                a.settle();

                // then
                assertThat(b.received(4)).as(service).containsExactly("MSG inbox 1 1", "1", "MSG inbox 1 1", "2");

                // and after the empty one there is no more
                a.send(("PUB " + reply + " 0\r\n\r\nPUB " + reply + " 1\r\n3\r\n"));
                a.settle();
                assertThat(b.received(2)).as(service).containsExactly("MSG inbox 1 0", "");
            }
        }
    }

    @Test // AC-54, AC-22
    void shouldCarryARequestThroughAnAccountBetween() throws Exception {
        String ofB = "imports: [ { service: { account: A, subject: s.a } } ], exports: [ { service: s.a } ]";
        String ofC = "imports: [ { service: { account: B, subject: s.a }, to: s.c } ]";
        try (RunningServer server = start("exports: [ { service: s.a } ]", ofB, ofC);
                User a = new User(server, "a");
                User c = new User(server, "c")) {
            a.send("SUB s.a 1\r\n");
            c.send("SUB inbox 1\r\n");
            a.settle();
            c.settle();

            // when
            c.send("PUB s.c inbox 0\r\n\r\n");
            c.settle();

            // then
            List<String> request = a.received(4);
            assertThat(request.get(2)).matches("Nats-Request-Info: \\{\"acc\":\"C\",\"svc\":\"B\",\"rtt\":\\d+}");
            a.send("PUB " + request.get(0).split(" ", -1)[3] + " 2\r\nok\r\n");
            a.settle();
            assertThat(c.received(2)).containsExactly("MSG inbox 1 2", "ok");
        }
    }

    @Test // AC-55, AC-57
    void shouldAskLocalSubscribersTooAndHandNoRequestOnAsAStream() throws Exception {
        String ofA = "exports: [ { service: s }, { stream: s } ]";
        String ofB = "imports: [ { service: { account: A, subject: s } } ]";
        String ofC = "imports: [ { stream: { account: A, subject: s } } ]";
        try (RunningServer server = start(ofA, ofB, ofC);
                User a = new User(server, "a");
                User b = new User(server, "b");
                User c = new User(server, "c")) {
            a.send("SUB s 1\r\n");
            b.send("SUB s 1\r\n");
            c.send("SUB s 1\r\n");
            a.settle();
            b.settle();
            c.settle();

            // when
            b.send("PUB s 1\r\n!\r\n");
            b.settle();

            // then
            assertThat(a.received(1).get(0)).startsWith("HMSG s 1 ");
            assertThat(b.received(2)).containsExactly("MSG s 1 1", "!");
            assertThat(c.received()).isEmpty();
        }
    }

    @Test // AC-38, AC-40
    void shouldShareWithClientsThatAreThereWhenItIsReloaded() throws Exception {
        String exports = "exports: [ { stream: x }, { service: s } ]";
        String imports = "imports: [ { stream: { account: A, subject: x } }, { service: { account: A, subject: s } } ]";
        try (RunningServer server = start("", "", "");
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB s 1\r\n");
            b.send("SUB x 1\r\n");
            a.settle();
            b.settle();

            // when
            server.reload(String.format(ACCOUNTS, exports, imports, ""));
            a.send("PUB x 0\r\n\r\n");
            b.send("PUB s 0\r\n\r\n");
            a.settle();
            b.settle();

            // then
            assertThat(a.received(1).get(0)).startsWith("HMSG s 1 ");
            assertThat(b.received(2)).containsExactly("MSG x 1 0", "");

            // when it is taken back
            server.reload(String.format(ACCOUNTS, "", "", ""));
            a.send("PUB x 0\r\n\r\n");
            b.send("PUB s 0\r\n\r\n");
            a.settle();
            b.settle();

            // then
            assertThat(a.received()).isEmpty();
            assertThat(b.received()).isEmpty();
        }
    }

    @Test // AC-46, AC-47
    void shouldShareWithThoseOnlyWhoAreMeant() throws Exception {
        String exports =
                "exports: [ { stream: \"priv.*\", accounts: [ B ] }, { service: \"call.*\", account_token_position: 2 } ]";
        String ofB =
                "imports: [ { stream: { account: A, subject: \"priv.*\" } }, { service: { account: A, subject: call.B } } ]";
        String ofC = "imports: [ { service: { account: A, subject: call.C }, to: call.me } ]";
        try (RunningServer server = start(exports, ofB, ofC);
                User a = new User(server, "a");
                User b = new User(server, "b");
                User c = new User(server, "c")) {
            a.send("SUB call.* 1\r\n");
            b.send("SUB priv.* 1\r\n");
            c.send("SUB priv.* 1\r\n");
            a.settle();
            b.settle();
            c.settle();

            // when
            a.send("PUB priv.x 0\r\n\r\n");
            a.settle();
            b.send("PUB call.B 0\r\n\r\nPUB call.C 0\r\n\r\n");
            b.settle();
            c.send("PUB call.me 0\r\n\r\n");
            c.settle();

            // then each calls under its own name
            assertThat(b.received(2)).containsExactly("MSG priv.x 1 0", "");
            assertThat(c.received()).isEmpty();
            assertThat(a.received(10).stream()
                            .filter(line -> line.startsWith("HMSG"))
                            .map(line -> line.split(" ", -1)[1]))
                    .containsExactly("call.B", "call.C");
        }
    }

    @Test // AC-53
    void shouldAskAllWhoOfferAService() throws Exception {
        String imports =
                "imports: [ { service: { account: A, subject: s } }, { service: { account: C, subject: s } } ]";
        try (RunningServer server = start("exports: [ { service: s } ]", imports, "exports: [ { service: s } ]");
                User a = new User(server, "a");
                User b = new User(server, "b");
                User c = new User(server, "c")) {
            a.send("SUB s 1\r\n");
            c.send("SUB s 1\r\n");
            a.settle();
            c.settle();

            // when
            b.send("PUB s 0\r\n\r\n");
            b.settle();

            // then
            assertThat(a.received(1).get(0)).startsWith("HMSG s 1 ");
            assertThat(c.received(1).get(0)).startsWith("HMSG s 1 ");
        }
    }

    @Test // AC-56
    void shouldLetAnAccountAskTheServerWhereTheSystemAccountAllowsIt() throws Exception {
        String request = "$SYS.REQ.SERVER.PING.IDZ";
        String configuration = ACCOUNTS.formatted(
                        "exports: [ { service: \"$SYS.REQ.SERVER.PING.*\" } ]",
                        "imports: [ { service: { account: A, subject: \"" + request + "\" }, to: who } ]",
                        "")
                + "system_account: A\n";
        try (RunningServer server = ServerUnderTest.start(configuration);
                User b = new User(server, "b")) {
            // when
            b.send("SUB inbox 1\r\nPUB who inbox 0\r\n\r\n");

            // then
            List<String> answer = b.received(2);
            assertThat(answer.get(0)).startsWith("MSG inbox 1 ");
            assertThat(answer.get(1)).contains("\"id\":\"N");
        }
    }

    @Test
    void shouldShowInTheGuideWhatWorks() throws Exception {
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("docs/guide/sharing.md")))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
        assertThat(examples).hasSize(3);
        try (RunningServer server = ServerUnderTest.start(examples.get(0));
                User shop = new User(server, "shop");
                User web = new User(server, "web")) {
            web.send("SUB shop.prices.> 1\r\nSUB euro.* 2\r\n");
            web.settle();
            shop.send("PUB prices.tea.eur 0\r\n\r\n");
            shop.settle();
            assertThat(web.received(4))
                    .containsExactlyInAnyOrder("MSG shop.prices.tea.eur 1 0", "", "MSG euro.tea 2 0", "");
        }
        try (RunningServer server = ServerUnderTest.start(examples.get(1));
                User bank = new User(server, "bank");
                User shop = new User(server, "shop")) {
            bank.send("SUB pay.* 1\r\n");
            bank.settle();
            shop.send("PUB bank.pay.card 0\r\n\r\n");
            shop.settle();
            assertThat(bank.received(1).get(0)).startsWith("HMSG pay.card 1 ");
        }
        try (RunningServer server = ServerUnderTest.start(examples.get(2));
                User bank = new User(server, "bank");
                User shop = new User(server, "shop")) {
            bank.send("SUB latency.pay 1\r\n");
            bank.settle();
            shop.send("SUB inbox 1\r\n" + "PUB pay.card inbox 0\r\n\r\n".repeat(500));
            assertThat(bank.next()).startsWith("MSG latency.pay 1 ");
            assertThat(bank.next()).contains("\"status\":503");
        }
    }

    @Test // docs/examples/tenants.conf
    void shouldShareInTheExampleWhatItSays() throws Exception {
        String example = Files.readString(Path.of("docs/examples/tenants.conf")).replace("listen:", "# listen:");
        try (RunningServer server = ServerUnderTest.start(example);
                Connection bank = Clients.connect(server.url(), "bank", "change-me");
                Connection clerk = Clients.connect(server.url(), "clerk", "change-me")) {
            bank.createDispatcher(message -> bank.publish(
                            message.getReplyTo(), message.getSubject().getBytes(UTF_8)))
                    .subscribe("pay.*")
                    .subscribe("next.pay.*");
            Subscription rates = clerk.subscribe("bank.rates.*");
            bank.flush(SOON);
            clerk.flush(SOON);

            // when
            bank.publish("rates.eur", new byte[] {1});
            Message answer = clerk.request("bank.pay.card", new byte[0], SOON);
            clerk.publish("bank.pay.refund", new byte[0]);
            clerk.flush(SOON);

            // then
            assertThat(rates.nextMessage(SOON).getSubject()).isEqualTo("bank.rates.eur");
            assertThat(new String(answer.getData(), UTF_8)).isIn("pay.card", "next.pay.card");
            assertThat(clerk.getLastError()).contains("Permissions Violation for Publish to \"bank.pay.refund\"");
        }
    }

    private static RunningServer start(String ofA, String ofB, String ofC) throws IOException {
        return ServerUnderTest.start(String.format(ACCOUNTS, ofA, ofB, ofC));
    }
}
