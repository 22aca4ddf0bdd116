package dev.gannet.acceptance;

import dev.gannet.acceptance.Operation.Cast;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what, whichever way it said who it is: each operation with each kind of permissions. */
class PermissionMatrixIT {
    private static final String ALLOW =
            "{ publish: { allow: [ \"open.>\", \"inbox.>\" ] }, subscribe: { allow: [ \"open.>\", \"inbox.>\" ] } }";

    /** The columns of the table. */
    private static final Map<String, String> PERMISSIONS = permissions();

    /** What becomes of an operation, by the name that {@link Operation} has for it. */
    private static final String TABLE = """
            none | defaults | allow | deny | over | queue | answers | two | late | empty | operation
            yes  | yes      | yes   | yes  | yes  | yes   | no      | yes | yes  | yes   | PUB open
            yes  | yes      | yes   | yes  | yes  | yes   | no      | yes | yes  | yes   | PUB open, reply
            yes  | yes      | yes   | yes  | yes  | yes   | no      | yes | yes  | yes   | HPUB open
            yes  | no       | no    | no   | no   | yes   | no      | no  | no   | yes   | PUB shut
            yes  | no       | no    | no   | no   | yes   | no      | no  | no   | yes   | PUB shut, reply
            yes  | no       | no    | no   | no   | yes   | no      | no  | no   | yes   | HPUB shut
            yes  | no       | no    | no   | no   | yes   | no      | no  | no   | yes   | PUB open, mapped to shut
            yes  | yes      | yes   | yes  | yes  | yes   | no      | yes | yes  | yes   | PUB shut, mapped to open
            yes  | yes      | yes   | yes  | yes  | no    | yes     | yes | yes  | yes   | SUB open
            yes  | no       | no    | no   | no   | no    | yes     | yes | yes  | yes   | SUB shut
            yes  | no       | no    | part | part | no    | yes     | yes | yes  | yes   | SUB *
            yes  | yes      | yes   | yes  | yes  | yes   | yes     | yes | yes  | yes   | SUB open, queue g
            yes  | yes      | yes   | yes  | yes  | no    | yes     | yes | yes  | yes   | SUB open, queue h
            yes  | no       | no    | no   | no   | no    | yes     | yes | yes  | yes   | SUB shut, queue g
            yes  | yes      | yes   | yes  | yes  | no    | yes     | yes | yes  | yes   | UNSUB
            yes  | yes      | yes   | yes  | yes  | yes   | no      | yes | yes  | yes   | request
            yes  | no       | no    | yes  | yes  | deaf  | one     | two | no   | yes   | three answers to a request
            yes  | yes      | yes   | yes  | yes  | yes   | no      | yes | yes  | yes   | PUB open.svc, a service
            yes  | no       | no    | no   | no   | yes   | no      | no  | no   | yes   | PUB shut.svc, a service
            yes  | yes      | yes   | yes  | yes  | no    | yes     | yes | yes  | yes   | SUB open.feed, a stream
            yes  | no       | no    | no   | no   | no    | yes     | yes | yes  | yes   | SUB shut.feed, a stream
            yes  | no       | no    | no   | no   | no    | yes     | yes | yes  | yes   | SUB shut.feed, queue g, a stream
            yes  | no       | no    | part | part | no    | yes     | yes | yes  | yes   | SUB *.feed, two streams
            """;

    private static final String MAPPINGS = "mappings { \"open.m\": \"shut.map\", \"shut.m\": \"open.map\" }\n";

    private static Map<String, String> permissions() {
        String answers = "{ publish: \"open.>\", allow_responses: { max: %s, expires: \"%s\" } }";
        Map<String, String> permissions = new LinkedHashMap<>();
        permissions.put("none", "");
        permissions.put("defaults", ALLOW);
        permissions.put("allow", ALLOW);
        permissions.put("deny", "{ publish: { deny: \"shut.>\" }, subscribe: { deny: \"shut.>\" } }");
        permissions.put(
                "over",
                "{ publish: { allow: \">\", deny: \"shut.>\" }, subscribe: { allow: \">\", deny: \"shut.>\" } }");
        permissions.put("queue", "{ subscribe: { allow: [ \"open.> g\", \"inbox.>\" ], deny: [ \"shut.> g\" ] } }");
        permissions.put("answers", "{ subscribe: \">\", allow_responses: true }");
        permissions.put("two", answers.formatted("2", "1h"));
        permissions.put("late", answers.formatted("1", "1ns"));
        permissions.put("empty", "{ publish: { allow: [], deny: [] }, subscribe: { allow: [], deny: [] } }");
        return permissions;
    }

    static Stream<String> columns() {
        return PERMISSIONS.keySet().stream();
    }

    @ParameterizedTest // AC-3, AC-12, AC-14, AC-15, AC-23..30, AC-34, AC-39, AC-41, AC-71
    @MethodSource("columns")
    void shouldHoldForUsers(String column) throws Exception {
        List<Identity> identities = Identity.ofUsers();
        Identity friend = Identity.password("friend", "p", "p");
        Identity other = Identity.password("other", "p", "p");
        String accounts = accounts(column, identities, friend, other);
        try (RunningServer server = ServerUnderTest.start(accounts + "no_auth_user: nobody\n")) {
            check(server, column, identities, friend, other);
        }
    }

    @ParameterizedTest // AC-18, AC-23..30
    @MethodSource("columns")
    void shouldHoldForUsersWithCertificates(String column) throws Exception {
        Identity friend = Identity.certificate("client-bare", "CN=Bare,OU=nats.io,O=Synadia,L=Tahoe,ST=CA,C=US");
        String tls = "tls { " + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem")
                + "', verify_and_map: true, timeout: 5 }\n";
        List<Identity> all = Identity.ofCertificates();
        for (int half = 0; half < all.size(); half += 2) {
            List<Identity> identities = all.subList(half, half + 2);
            Identity other = all.get((half + 2) % all.size());
            String accounts = accounts(column, identities, friend, other);
            try (RunningServer server = ServerUnderTest.start(tls + accounts)) {
                check(server, column, identities, friend, other);
            }
        }
    }

    @ParameterizedTest // AC-4, AC-10, CP-86
    @MethodSource("withoutUsers")
    void shouldHoldWhereThereAreNoUsers(Identity identity, String authorization) throws Exception {
        try (RunningServer server = ServerUnderTest.start(authorization + MAPPINGS)) {
            check(server, "none", List.of(identity), identity, null);
        }
    }

    static Stream<Arguments> withoutUsers() {
        return Stream.of(
                Arguments.of(Identity.nobody("no authorization"), ""),
                Arguments.of(Identity.token("token", "s3cret"), "authorization { token: s3cret }\n"),
                Arguments.of(
                        Identity.token("bcrypt token", "secret"),
                        "authorization { token: \"" + Identity.HASH + "\" }\n"));
    }

    /** Plays all operations that the table has; without {@code other}, those of one account. */
    private static void check(
            RunningServer server, String column, List<Identity> identities, Identity friend, @Nullable Identity other)
            throws Exception {
        List<Operation> operations = new ArrayList<>(Operation.ofOneAccount());
        if (other != null) {
            operations.addAll(Operation.acrossAccounts());
        }
        SoftAssertions soft = new SoftAssertions();
        for (Identity identity : identities) {
            try (User me = identity.connect(server);
                    User witness = friend.connect(server);
                    User elsewhere = (other == null ? friend : other).connect(server)) {
                Cast cast = new Cast(me, witness, elsewhere);
                Operation.begin(cast);
                for (Operation operation : operations) {
                    List<String> expected = operation.outcome(cell(operation, column));
                    soft.assertThat(operation.play(cast, expected))
                            .as(operation + " of " + identity + " with " + column)
                            .isEqualTo(expected);
                }
            }
        }
        soft.assertAll();
    }

    private static String cell(Operation operation, String column) {
        List<String> lines = TABLE.lines().toList();
        int index = List.of(lines.get(0).split(" *\\| *", -1)).indexOf(column);
        return lines.stream()
                .filter(line -> line.endsWith("| " + operation.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("row: " + operation.name()))
                .split(" *\\| *", -1)[index];
    }

    private static String accounts(String column, List<Identity> identities, Identity friend, Identity other) {
        String permissions = PERMISSIONS.getOrDefault(column, "");
        boolean areDefaults = column.equals("defaults");
        String own = permissions.isEmpty() || areDefaults ? "" : ", permissions: " + permissions;
        String users = String.join(
                ", ",
                identities.stream()
                        .map(identity -> "{ " + identity.user() + own + " }")
                        .toList());
        String more = MAPPINGS + (areDefaults ? "default_permissions: " + permissions : "");
        return """
                accounts {
                  M {
                    users: [ { %s, permissions: { publish: ">", subscribe: ">" } }, %s ]
                    %s
                    imports: [
                      { service: { account: X, subject: svc.a }, to: open.svc }
                      { service: { account: X, subject: svc.b }, to: shut.svc }
                      { stream: { account: X, subject: feed.a }, to: open.feed }
                      { stream: { account: X, subject: feed.b }, to: shut.feed }
                    ]
                  }
                  X {
                    users: [ { %s } ]
                    exports: [ { service: "svc.>" }, { stream: "feed.>" } ]
                  }
                }
                """.formatted(friend.user(), users, more, other.user());
    }
}
