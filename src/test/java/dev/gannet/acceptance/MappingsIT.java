package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that go to another subject than the one they are published to. */
class MappingsIT {
    private static final String ACCOUNT = "accounts { A { users: [ { user: a, password: p } ], %s } }";

    @Test // AC-59, AC-63, AC-71
    void shouldPublishToTheSubjectThatAnotherIsMappedTo() throws Exception {
        try (RunningServer server = start("""
                        mappings: {
                          "orders.*.*": "shop.{{wildcard(2)}}.$1"
                          "fixed": "elsewhere"
                          "twice": "orders.a.b"
                          "parts.*": "part.{{split(1,-)}}"
                        }""");
                User a = new User(server, "a")) {
            a.send("SUB > 1\r\n");
            a.settle();

            // when
            for (int round = 0; round < 3; round++) {
                a.send("PUB orders.1.2 0\r\n\r\n");
                a.send("PUB fixed inbox 2\r\nhi\r\n");
                a.send("PUB twice 0\r\n\r\n");
                a.send("PUB parts.x-y-z 0\r\n\r\n");
                a.send("HPUB fixed 12 12\r\nNATS/1.0\r\n\r\n\r\n");
                a.send("PUB other 0\r\n\r\n");

                // then one mapping is applied, and no other after it
                assertThat(a.received(14))
                        .as("round %d", round)
                        .containsExactly(
                                "MSG shop.2.1 1 0",
                                "",
                                "MSG elsewhere 1 inbox 2",
                                "hi",
                                "MSG orders.a.b 1 0",
                                "",
                                "MSG part.x.y.z 1 0",
                                "",
                                "HMSG elsewhere 1 12 12",
                                "NATS/1.0",
                                "",
                                "",
                                "MSG other 1 0",
                                "");
            }
        }
    }

    @Test // AC-72
    void shouldDrawADestinationForEachMessage() throws Exception {
        try (RunningServer server = start("""
                        mappings: {
                          split: [ { destination: one, weight: 30% }, { destination: two, weight: 20% } ]
                          lossy: [ { destination: lossy, weight: 50% } ]
                        }""");
                User a = new User(server, "a")) {
            a.send("SUB one 1\r\nSUB two 2\r\nSUB split 3\r\nSUB lossy 4\r\n");
            a.settle();
            int count = 2_000;

            // when
            a.send("PUB split 0\r\n\r\nPUB lossy 0\r\n\r\n".repeat(count));

            // then the rest stays where it was, unless that is a destination itself
            List<String> lines = a.received();
            assertThat(lines.stream().filter("MSG one 1 0"::equals).count()).isBetween(450L, 750L);
            assertThat(lines.stream().filter("MSG two 2 0"::equals).count()).isBetween(270L, 530L);
            assertThat(lines.stream().filter("MSG split 3 0"::equals).count()).isBetween(850L, 1150L);
            assertThat(lines.stream().filter("MSG lossy 4 0"::equals).count()).isBetween(850L, 1150L);
        }
    }

    @Test // AC-61
    void shouldPartition() throws Exception {
        try (RunningServer server = start("mappings: { \"p.*\": \"p.$1.{{partition(3,1)}}\" }");
                User a = new User(server, "a")) {
            a.send("SUB p.> 1\r\nPUB p.a 0\r\n\r\nPUB p.b 0\r\n\r\nPUB p.foo 0\r\n\r\n");

            assertThat(a.received(6)).containsExactly("MSG p.a.1 1 0", "", "MSG p.b.1 1 0", "", "MSG p.foo.0 1 0", "");
        }
    }

    @Test // AC-71
    void shouldAskPermissionForTheSubjectThatItIsMappedTo() throws Exception {
        String permissions = ", default_permissions: { publish: [ open, from ], subscribe: \">\" }";
        for (String to : List.of("secret", "[ { destination: secret, weight: 100% } ]", "x{{random(1)}}")) {
            try (RunningServer server = start("mappings: { from: open, open: " + quoted(to) + " }" + permissions);
                    User a = new User(server, "a")) {
                a.send("SUB > 1\r\n");
                for (int round = 0; round < 3; round++) {
                    a.send("PUB from 0\r\n\r\nPUB open 0\r\n\r\n");

                    List<String> lines = a.received();
                    assertThat(lines).hasSize(3);
                    assertThat(lines).contains("MSG open 1 0");
                    String subject = to.startsWith("x") ? "x{{random(1)}}" : "secret";
                    assertThat(lines).contains("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'");
                }
            }
        }
    }

    private static String quoted(String to) {
        return to.startsWith("[") ? to : "\"" + to + "\"";
    }

    @Test // AC-71, CP-179
    void shouldNameTheSubjectThatNobodyAnswersOn() throws Exception {
        try (RunningServer server = start("mappings: { help: nobody }");
                User a = new User(server, "a")) {
            a.send("SUB inbox 1\r\nPUB help inbox 0\r\n\r\n");

            assertThat(a.received()).contains("NATS/1.0 503", "Nats-Subject: nobody");
        }
    }

    @Test // AC-59, CF-193
    void shouldMapInTheGlobalAccountByTheServersMappings() throws Exception {
        try (RunningServer server = ServerUnderTest.start("mappings: { a: b }");
                User nobody = new User(server)) {
            nobody.send("SUB > 1\r\nPUB a 0\r\n\r\n");

            assertThat(nobody.received(2)).containsExactly("MSG b 1 0", "");
        }
    }

    @Test // AC-71
    void shouldMapWhatComesInByAServiceAndNotWhatGoesOutAsAStream() throws Exception {
        String accounts = """
                accounts {
                  A { users: [ { user: a, password: p } ], mappings: { s: mapped, x: mapped },
                      exports: [ { service: s }, { stream: ">" } ] }
                  B { users: [ { user: b, password: p } ], mappings: { "in.mapped": wrong },
                      imports: [ { service: { account: A, subject: s } }, { stream: { account: A, subject: ">" }, prefix: in } ] }
                }
                """;
        try (RunningServer server = ServerUnderTest.start(accounts);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB mapped 1\r\n");
            b.send("SUB in.> 2\r\n");
            a.settle();
            b.settle();

            // when
            b.send("PUB s 0\r\n\r\n");
            b.settle();

            // then
            assertThat(a.received(1).get(0)).startsWith("HMSG mapped 1 ");
            assertThat(b.received()).isEmpty();

            // when
            a.send("PUB x 0\r\n\r\n");
            a.settle();

            // then
            assertThat(b.received(2)).containsExactly("MSG in.mapped 2 0", "");
        }
    }

    @Test // AC-71
    void shouldMapByOtherMappingsAfterAReload() throws Exception {
        try (RunningServer server = start("mappings: { a: b }");
                User a = new User(server, "a")) {
            a.send("SUB > 1\r\nPUB a 0\r\n\r\nPUB a 0\r\n\r\n");
            assertThat(a.received(4)).containsExactly("MSG b 1 0", "", "MSG b 1 0", "");

            // when, then
            server.reload(String.format(ACCOUNT, "mappings: { a: longer.than.before }"));
            a.send("PUB a 0\r\n\r\n");
            assertThat(a.received(2)).containsExactly("MSG longer.than.before 1 0", "");

            // when, then
            server.reload(String.format(ACCOUNT, ""));
            a.send("PUB a 0\r\n\r\n");
            assertThat(a.received(2)).containsExactly("MSG a 1 0", "");
        }
    }

    private static RunningServer start(String settings) throws IOException {
        return ServerUnderTest.start(String.format(ACCOUNT, settings));
    }
}
