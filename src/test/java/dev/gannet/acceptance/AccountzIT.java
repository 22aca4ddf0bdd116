package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code /accountz} shows of one account: what it shares, and where its messages go. */
class AccountzIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.with("""
        http: "127.0.0.1:-1"
        mappings { "top.*": "t.$1" }
        accounts {
          A {
            users: [ { user: a, password: p } ]
            exports: [
              { stream: "orders.>" }
              { stream: "priv.*", accounts: [ B, C ] }
              { stream: "named.*.x", account_token_position: 2 }
              { service: "pay.*", accounts: [ B ], response_threshold: "5s" }
              { service: "ask" }
              { service: "feed", response_type: stream }
              { service: "list", response_type: chunked, allow_trace: true }
            ]
            mappings {
              "x.*": [ { destination: "y.$1", weight: 20 }, { destination: "z.$1", weight: 30 } ]
              "c": [ { destination: "c.w", weight: 10, cluster: west }, { destination: "c.o", weight: 40 } ]
              "lost.>": [ { destination: "lost.>", weight: 40 } ]
              "plain": "plain.to"
            }
            default_permissions: { publish: "x.>" }
          }
          B {
            users: [ { user: b, password: p } ]
            imports: [
              { stream: { account: A, subject: "orders.>" }, prefix: shop }
              { stream: { account: A, subject: "orders.*.x" }, to: "got.$1.x", allow_trace: true }
              { stream: { account: A, subject: "named.B.x" } }
              { service: { account: A, subject: "pay.*" }, to: "bank.$1", share: true }
              { service: { account: A, subject: "pay.card" } }
              { service: { account: A, subject: "ask" }, to: "ask.a" }
              { service: { account: A, subject: "list" } }
            ]
            exports: [ { service: "list" } ]
          }
          C {
            users: [ { user: c, password: p } ]
            imports: [ { service: { account: B, subject: "list" } } ]
          }
        }
        """);

    @ParameterizedTest // MO-81, MO-82, MO-83, MO-84
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A | mappings | {'x.*':[{'subject':'y.$1','weight':20},{'subject':'z.$1','weight':50},"
                        + "{'subject':'x.$1','weight':100}],'c':[{'subject':'c.o','weight':40},{'subject':'c','weight':100},"
                        + "{'subject':'c.w','weight':10,'cluster':'west'},{'subject':'c','weight':100,'cluster':'west'}],"
                        + "'lost.>':[{'subject':'lost.>','weight':40}],'plain':[{'subject':'plain.to','weight':100}]}",
                "$G | mappings | {'top.*':[{'subject':'t.$1','weight':100}]}",
                "B | mappings | null",
                "A | exports | [{'subject':'orders.>','type':'stream'},"
                        + "{'subject':'priv.*','type':'stream','approved_accounts':['B','C']},"
                        + "{'subject':'named.*.x','type':'stream'},"
                        + "{'subject':'pay.*','type':'service','response_type':'Singleton',"
                        + "'approved_accounts':['B']},"
                        + "{'subject':'ask','type':'service','response_type':'Singleton'},"
                        + "{'subject':'feed','type':'service','response_type':'Streamed'},"
                        + "{'subject':'list','type':'service','response_type':'Chunked'}]",
                "B | exports | [{'subject':'list','type':'service','response_type':'Singleton'}]",
                "C | exports | null",
                "B | imports | [{'subject':'orders.>','account':'A','local_subject':'shop.orders.>','type':'stream',"
                        + "'invalid':false,'share':false,'tracking':false},"
                        + "{'subject':'orders.*.x','account':'A','local_subject':'got.*.x','type':'stream',"
                        + "'invalid':false,'share':false,'tracking':false},"
                        + "{'subject':'named.B.x','account':'A','local_subject':'named.B.x','type':'stream',"
                        + "'invalid':false,'share':false,'tracking':false},"
                        + "{'subject':'pay.*','account':'A','to':'bank.*','local_subject':'bank.*','type':'service',"
                        + "'invalid':false,'share':true,'tracking':false},"
                        + "{'subject':'pay.card','account':'A','to':'pay.card','local_subject':'pay.card',"
                        + "'type':'service','invalid':false,'share':false,'tracking':false},"
                        + "{'subject':'ask','account':'A','to':'ask.a','local_subject':'ask.a','type':'service',"
                        + "'invalid':false,'share':false,'tracking':false},"
                        + "{'subject':'list','account':'A','to':'list','local_subject':'list','type':'service',"
                        + "'invalid':false,'share':false,'tracking':false}]",
                "C | imports | [{'subject':'list','account':'B','to':'list','local_subject':'list','type':'service',"
                        + "'invalid':false,'share':false,'tracking':false}]",
                "$SYS | imports | [{'subject':'$SYS.REQ.USER.$SYS.INFO','account':'$SYS','to':'$SYS.REQ.USER.INFO',"
                        + "'local_subject':'$SYS.REQ.USER.INFO','type':'service','invalid':false,'share':true,"
                        + "'tracking':false}]",
            })
    void shouldShow(String account, String what, String expected) throws Exception {
        JsonNode shown = detail(SERVER.server(), account).path(what);

        assertThat(parts(shown, account)).isEqualTo(parts(JSON.readTree(expected.replace('\'', '"')), account));
    }

    @Test // MO-82, MO-83, AC-48
    void shouldShowWhoIsToldOfLatencies() throws Exception {
        String configuration = """
            http: "127.0.0.1:-1"
            accounts {
              A {
                users: [ { user: a, password: p } ]
                exports: [
                  { service: "pay.*", latency: { sampling: 50, subject: "lat.pay" } }
                  { service: "ask", latency: { sampling: headers, subject: "lat.ask" } }
                ]
              }
              B {
                users: [ { user: b, password: p } ]
                imports: [
                  { service: { account: A, subject: "pay.card" } }
                  { service: { account: A, subject: "ask" } }
                ]
              }
            }
            """;
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            List<String> shown = List.of(
                    detail(server, "A").path("exports").toString(),
                    detail(server, "B").path("imports").toString());
            assertThat(shown)
                    .allSatisfy(json -> assertThat(json)
                            .contains(
                                    "latency\":{\"sampling\":50,\"results\":\"lat.pay\"}",
                                    "latency\":{\"sampling\":\"headers\",\"results\":\"lat.ask\"}"));
        }
    }

    private static JsonNode detail(RunningServer server, String account) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/accountz?acc=" + account);
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        return JSON.readTree(body).path("account_detail");
    }

    /** Order is by chance there, and every account has something of the system account. */
    private static List<String> parts(JsonNode node, String account) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            node.properties().forEach(field -> parts.add(field.getKey() + field.getValue()));
        } else if (node.isArray()) {
            for (JsonNode part : node) {
                if (account.equals("$SYS") || !part.path("account").asText().equals("$SYS")) {
                    parts.add(part.toString().replace("[\"C\",\"B\"]", "[\"B\",\"C\"]"));
                }
            }
        }
        Collections.sort(parts);
        return parts;
    }
}
