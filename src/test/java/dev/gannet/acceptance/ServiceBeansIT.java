package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.api.Endpoint;
import dev.gannet.api.Header;
import dev.gannet.api.Message;
import dev.gannet.api.Service;
import dev.gannet.api.ServiceException;
import dev.gannet.api.Token;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.service.Discovery;
import io.nats.service.EndpointStats;
import io.nats.service.InfoResponse;
import io.nats.service.StatsResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Beans that are services, as NATS's own tools see them. */
class ServiceBeansIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    private Connection client;

    @BeforeEach
    void connect() throws Exception {
        client = Nats.connect(server.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
    }

    @ApplicationScoped
    @Service(name = "prices", version = "${shop.version:1.2.3}", description = "what things cost")
    static class Prices {
        private final CountDownLatch together = new CountDownLatch(2);

        @Endpoint(subject = "get.*", group = "prices", queue = "desk")
        String get(@Token String item, @Header("Currency") Optional<String> currency, String text) {
            return item + " " + currency.orElse("EUR") + " " + text;
        }

        @Endpoint
        CompletionStage<String> later(Message message) {
            return CompletableFuture.supplyAsync(() -> "later " + message.text());
        }

        @Endpoint(subject = "prices.number")
        int number(int number) {
            if (number < 0) {
                throw new ServiceException(422, "below 0");
            }
            return number + 1;
        }

        @Endpoint(subject = "prices.together", concurrency = 2)
        boolean together() throws InterruptedException {
            together.countDown();
            return together.await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldAnswerRequests() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Prices.class)) {
            assertThat(ask("prices.get.pen", "please")).isEqualTo("pen EUR please");
            assertThat(ask("later", "x")).isEqualTo("later x");
            assertThat(ask("prices.number", "41")).isEqualTo("42");
            assertThat(ask("prices.number", "41")).isEqualTo("42");

            // and two at a time where that is allowed
            var first = client.request("prices.together", null);
            assertThat(ask("prices.together", "")).isEqualTo("true");
            assertThat(first.get(20, TimeUnit.SECONDS).getData())
                    .asString(UTF_8)
                    .isEqualTo("true");
        }
    }

    @Test
    void shouldBeFound() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Prices.class)) {
            // when
            List<InfoResponse> found = new Discovery(client, 2000, 1).info("prices");

            // then
            InfoResponse info = found.get(0);
            assertThat(info.getVersion()).isEqualTo("1.2.3");
            assertThat(info.getDescription()).isEqualTo("what things cost");
            assertThat(info.getEndpoints())
                    .extracting(each -> each.getName() + " " + each.getSubject() + " " + each.getQueueGroup())
                    .containsExactlyInAnyOrder(
                            "get prices.get.* desk",
                            "later later q",
                            "number prices.number q",
                            "together prices.together q");
            assertThat(new Discovery(client, 2000, 1).ping("prices")).hasSize(1);
        }
        assertThat(client.request("$SRV.PING.prices", null, SOON))
                .as("gone with the application")
                .isNull();
    }

    @Test
    void shouldAnswerAndCountErrors() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Prices.class)) {
            // when
            var answers = client.subscribe("answers");
            for (String number : List.of("1", "-1", "many")) {
                client.publish("prices.number", "answers", number.getBytes(UTF_8));
            }

            // then each request has one answer
            assertThat(answers.nextMessage(SOON).getData()).asString(UTF_8).isEqualTo("2");
            var below = answers.nextMessage(SOON).getHeaders();
            assertThat(below.getFirst("Nats-Service-Error-Code")).isEqualTo("422");
            assertThat(below.getFirst("Nats-Service-Error")).isEqualTo("below 0");
            var unreadable = answers.nextMessage(SOON).getHeaders();
            assertThat(unreadable.getFirst("Nats-Service-Error-Code")).isEqualTo("400");
            assertThat(unreadable.getFirst("Nats-Service-Error")).isEqualTo("the payload is not the JSON of a int");
            assertThat(ask("prices.number", "1")).isEqualTo("2");
            assertThat(answers.getPendingMessageCount()).isZero();

            // and is counted
            StatsResponse stats = new Discovery(client, 2000, 1).stats("prices").get(0);
            EndpointStats number = stats.getEndpointStatsList().stream()
                    .filter(each -> each.getName().equals("number"))
                    .findFirst()
                    .orElseThrow();
            assertThat(number.getNumRequests()).isEqualTo(4);
            assertThat(number.getNumErrors()).isEqualTo(2);
            assertThat(number.getLastError()).isEqualTo("400:the payload is not the JSON of a int");
            assertThat(number.getProcessingTime()).isPositive();
        }
    }

    @Test
    void shouldBeConfigurable() throws Exception {
        Map<String, String> configured = Map.of("gannet.client.url", server.url(), "shop.version", "2.0.0-rc1");
        try (var beans = BeanContainer.start(configured, Prices.class)) {
            assertThat(new Discovery(client, 2000, 1).ping("prices").get(0).getVersion())
                    .isEqualTo("2.0.0-rc1");
        }
    }

    private String ask(String subject, String text) throws Exception {
        io.nats.client.Message answer = client.request(subject, text.getBytes(UTF_8), SOON);
        assertThat(answer).as("an answer of " + subject).isNotNull();
        return new String(answer.getData(), UTF_8);
    }
}
