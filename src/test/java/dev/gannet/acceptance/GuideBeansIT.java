package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.api.Endpoint;
import dev.gannet.api.Header;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.api.OnSubject;
import dev.gannet.api.Service;
import dev.gannet.api.ServiceException;
import dev.gannet.api.Token;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.service.Discovery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/guide/jakarta-beans.md shows: each of its pieces of Java stands here, and does what it says there. */
class GuideBeansIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path GUIDE = Path.of("docs/guide/jakarta-beans.md");
    private static final Path HERE = Path.of("src/test/java/dev/gannet/acceptance/GuideBeansIT.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("authorization { user: shop, password: secret }");

    private Connection client;

    @BeforeEach
    void connect() throws Exception {
        client = Nats.connect(new Options.Builder()
                .server(server.url())
                .userInfo("shop", "secret")
                .build());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @ApplicationScoped
    public static class OrderDesk {
        @Inject
        Messaging messaging;

        @OnSubject("orders.new")
        void order(Order order) {
            messaging.publish("stock." + order.item + ".taken", String.valueOf(order.count));
        }
    }

    public static class Order {
        public String item = "";
        public int count;
    }

    @ApplicationScoped
    public static class PriceDesk {
        @OnSubject(value = "prices.get.*", queue = "pricing")
        Price price(@Token String item, @Header("Currency") Optional<String> currency) {
            if (item.equals("nothing")) {
                throw new ServiceException(404, "there is no " + item);
            }
            return new Price(item, currency.orElse("EUR"), item.length() + 0.99);
        }

        public record Price(String item, String currency, double amount) {}
    }

    @ApplicationScoped
    public static class Forwarder {
        @Inject
        Messaging messaging;

        @OnSubject(value = "quotes.*", concurrency = 10)
        CompletionStage<String> quote(@Token String item) {
            return messaging
                    .requestAsync("prices.get." + item, Map.of(), new byte[0], Duration.ofSeconds(2))
                    .thenApply(price -> "{\"quote\":" + price.text() + "}");
        }
    }

    @ApplicationScoped
    @Service(name = "stock", version = "1.0.0", description = "what is there")
    public static class StockDesk {
        @Endpoint(subject = "count", group = "${shop.name:shop}.stock")
        int count(String item) {
            return item.length();
        }
    }

    @Test
    void shouldDoWhatTheGuideSays() throws Exception {
        Map<String, String> configured = Map.of(
                "gannet.client.url", server.url(), "gannet.client.user", "shop", "gannet.client.password", "secret");
        try (var beans =
                BeanContainer.start(configured, OrderDesk.class, PriceDesk.class, Forwarder.class, StockDesk.class)) {
            // given
            var taken = client.subscribe("stock.*.taken");

            // when
            client.publish("orders.new", "{\"item\":\"pen\",\"count\":2}".getBytes(UTF_8));

            // then
            var stock = taken.nextMessage(SOON);
            assertThat(stock.getSubject()).isEqualTo("stock.pen.taken");
            assertThat(stock.getData()).asString(UTF_8).isEqualTo("2");
            assertThat(ask("prices.get.pen")).contains("\"amount\":3.99", "\"currency\":\"EUR\"");
            assertThat(client.request("prices.get.nothing", null, SOON)
                            .getHeaders()
                            .getFirst("Nats-Service-Error"))
                    .isEqualTo("there is no nothing");
            assertThat(ask("quotes.pen")).startsWith("{\"quote\":{").contains("3.99");
            assertThat(client.request("shop.stock.count", "pen".getBytes(UTF_8), SOON)
                            .getData())
                    .asString(UTF_8)
                    .isEqualTo("3");
            assertThat(new Discovery(client, 10_000, 1).ping("stock")).hasSize(1);
        }
    }

    @Test
    void shouldNotConnectWithoutTheRightPassword() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> BeanContainer.start(
                                Map.of(
                                        "gannet.client.url", server.url(),
                                        "gannet.client.user", "shop",
                                        "gannet.client.password", "wrong"),
                                StockDesk.class)
                        .close()))
                .hasStackTraceContaining(MessagingException.class.getName())
                .hasStackTraceContaining("cannot connect to");
    }

    @Test
    void shouldShowNothingInTheGuideThatIsNotHere() throws IOException {
        String here = plain(Files.readString(HERE));
        List<String> pieces = JAVA.matcher(Files.readString(GUIDE))
                .results()
                .map(MatchResult::group)
                .map(piece -> plain(piece.replace("```java", "").replace("```", "")))
                .toList();
        assertThat(pieces)
                .hasSizeGreaterThan(3)
                .allSatisfy(piece -> assertThat(here).contains(piece));
    }

    /** Classes of their own there are nested here. */
    private static String plain(String java) {
        return java.replace("public static class", "public class")
                .lines()
                .filter(line -> !line.startsWith("import "))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (a, b) -> a + "\n" + b);
    }

    private String ask(String subject) throws Exception {
        io.nats.client.Message answer = client.request(subject, null).get(20, TimeUnit.SECONDS);
        return new String(answer.getData(), UTF_8);
    }
}
