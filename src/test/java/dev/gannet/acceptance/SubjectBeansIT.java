package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.api.Header;
import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.OnSubject;
import dev.gannet.api.ServiceException;
import dev.gannet.api.Token;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Methods of beans that are called for messages to a subject, against any NATS server. */
class SubjectBeansIT {
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

    public record Order(String item, int count) {}

    @ApplicationScoped
    static class Orders {
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        BlockingQueue<String> seen() {
            return seen;
        }

        @OnSubject("orders.text")
        String text(String text) {
            return "text " + text;
        }

        @OnSubject("orders.bytes")
        byte[] bytes(byte[] payload) {
            return new byte[] {payload[0], payload[0]};
        }

        @OnSubject("orders.json")
        Order json(Order order) {
            return new Order(order.item(), order.count() + 1);
        }

        @OnSubject("orders.json.list")
        List<Order> list(List<Order> orders) {
            return List.of(orders.get(1), orders.get(0));
        }

        @OnSubject("orders.stage")
        CompletionStage<String> stage(Message message) {
            return CompletableFuture.supplyAsync(() -> "later " + message.text());
        }

        @OnSubject("orders.void")
        void nothing(String text) {
            seen.add(text);
        }

        @OnSubject("orders.headers")
        String headers(
                @Header("One") String one, @Header("Some") Optional<String> some, @Header("Many") List<String> many) {
            return one + some + many;
        }

        @OnSubject("orders.*.of.*.>")
        String tokens(@Token String first, @Token(3) String rest, @Token(2) long number) {
            return first + " " + rest + " " + number;
        }

        @OnSubject("${shop.subject}.${shop.unset:default}")
        String configured() {
            return "configured";
        }

        @OnSubject("orders.null")
        @Nullable
        String nothingToSay() {
            return null;
        }

        @OnSubject("orders.fails")
        String fail(String text) {
            if (text.equals("said")) {
                throw new ServiceException(404, "no such order");
            }
            throw new IllegalStateException("broken\r\n\tat dev.gannet.Secret");
        }

        @OnSubject("orders.fails.later")
        CompletionStage<String> failLater() {
            return CompletableFuture.supplyAsync(() -> {
                throw new ServiceException(409, "too late");
            });
        }
    }

    @Test
    void shouldAnswerWithWhatTheMethodReturns() throws Exception {
        try (var beans = BeanContainer.start(config(), Orders.class)) {
            assertThat(ask("orders.text", "a")).isEqualTo("text a");
            assertThat(ask("orders.bytes", "b")).isEqualTo("bb");
            assertThat(ask("orders.json", "{\"item\":\"pen\",\"count\":1}"))
                    .isEqualTo("{\"count\":2,\"item\":\"pen\"}");
            assertThat(ask("orders.json.list", "[{\"item\":\"a\",\"count\":1},{\"item\":\"b\",\"count\":2}]"))
                    .isEqualTo("[{\"count\":2,\"item\":\"b\"},{\"count\":1,\"item\":\"a\"}]");
            assertThat(ask("orders.stage", "c")).isEqualTo("later c");
            assertThat(ask("orders.null", "")).isEmpty();
            assertThat(ask("shop.default", "")).isEqualTo("configured");
        }
    }

    @Test
    void shouldGiveTokensAndHeaders() throws Exception {
        try (var beans = BeanContainer.start(config(), Orders.class)) {
            // given
            Headers headers = new Headers().add("One", "1").add("Many", "a", "b");

            // then
            assertThat(text(ask("orders.headers", "", headers))).isEqualTo("1Optional.empty[a, b]");
            headers.add("Some", "s", "t");
            assertThat(text(ask("orders.headers", "", headers))).isEqualTo("1Optional[s][a, b]");
            assertThat(ask("orders.pen.of.42.x.y.z", "")).isEqualTo("pen x.y.z 42");
        }
    }

    @Test
    void shouldAnswerFailuresAsServicesDo() throws Exception {
        try (var beans = BeanContainer.start(config(), Orders.class)) {
            // then what is the sender's mistake is 400
            assertFailure(ask("orders.json", "{not json", null), "400", "the payload is not the JSON of a Order");
            assertFailure(ask("orders.json", "", null), "400", "the payload is not the JSON of a Order");
            assertFailure(ask("orders.headers", "", null), "400", "the header One is missing");
            assertFailure(
                    ask("orders.pen.of.many.x", "", null), "400", "the token many of the subject is not a number");

            // and what a method says itself is that, and nothing of a stack trace otherwise
            assertFailure(ask("orders.fails", "said", null), "404", "no such order");
            assertFailure(ask("orders.fails", "", null), "500", "broken");
            assertFailure(ask("orders.fails.later", "", null), "409", "too late");
        }
    }

    @Test
    void shouldNotAnswerWhatExpectsNoAnswer() throws Exception {
        try (var beans = BeanContainer.start(config(), Orders.class)) {
            // when
            client.publish("orders.void", "one".getBytes(UTF_8));
            client.publish("orders.text", "nobody waits".getBytes(UTF_8));
            client.publish("orders.fails", "nobody waits".getBytes(UTF_8));
            client.publish("orders.void", "reply.to", "two".getBytes(UTF_8));

            // then the others went on
            BlockingQueue<String> seen = beans.get(Orders.class).seen();
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("one");
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("two");
        }
    }

    @RequestScoped
    static class Request {
        private int calls;

        int count() {
            return ++calls;
        }
    }

    @Dependent
    static class Counter {
        private int calls;

        @Inject
        Request request;

        @OnSubject("count.dependent")
        String count() {
            calls++;
            return calls + " " + request.count() + " " + request.count();
        }
    }

    static class Base {
        @OnSubject("count.inherited")
        String inherited() {
            return getClass().getSuperclass().getSimpleName()
                    + getClass().getSimpleName().charAt(0);
        }
    }

    @ApplicationScoped
    static class Derived extends Base {}

    static class Overridden {
        @OnSubject("count.overridden")
        String count() {
            return "never";
        }
    }

    @ApplicationScoped
    static class Overriding extends Overridden {
        @Override
        @OnSubject("count.overridden")
        String count() {
            return "once";
        }
    }

    @Test
    void shouldCallAnOverriddenMethodOnce() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Overriding.class, Counter.class, Request.class)) {
            // when
            var answers = client.subscribe("answers");
            client.publish("count.overridden", "answers", null);
            assertThat(text(answers.nextMessage(SOON))).isEqualTo("once");
            ask("count.dependent", "");

            // then there was no second one
            assertThat(answers.getPendingMessageCount()).isZero();
        }
    }

    @Test
    void shouldCallTheContextualReferenceWithinARequest() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Counter.class, Request.class, Derived.class)) {
            assertThat(ask("count.dependent", "")).isEqualTo("1 1 2");
            assertThat(ask("count.dependent", "")).isEqualTo("1 1 2");
            assertThat(ask("count.inherited", "")).startsWith("Base");
        }
    }

    /** What is known of the calls of {@link Slow}. */
    static final class Calls {
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final CountDownLatch together = new CountDownLatch(3);
        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
    }

    @ApplicationScoped
    static class Slow {
        private final Calls calls = new Calls();

        @OnSubject("slow.one")
        String one() {
            calls.most.accumulateAndGet(calls.running.incrementAndGet(), Math::max);
            calls.running.decrementAndGet();
            return "";
        }

        @OnSubject(value = "slow.three", concurrency = 3)
        String three() throws InterruptedException {
            calls.most.accumulateAndGet(calls.running.incrementAndGet(), Math::max);
            calls.together.countDown();
            calls.together.await(20, TimeUnit.SECONDS);
            calls.running.decrementAndGet();
            return "";
        }

        @OnSubject("slow.held")
        String held() throws InterruptedException {
            calls.started.countDown();
            calls.release.await(20, TimeUnit.SECONDS);
            return "done";
        }

        Calls calls() {
            return calls;
        }
    }

    @Test
    void shouldRunAsManyCallsAtATimeAsTheMethodAllows() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Slow.class)) {
            Calls slow = beans.get(Slow.class).calls();

            // when three that wait for each other are called, among nine
            var answers = List.of("", "", "", "", "", "", "", "", "").stream()
                    .map(text -> client.request("slow.three", text.getBytes(UTF_8)))
                    .toList();
            for (var answer : answers) {
                answer.get(20, TimeUnit.SECONDS);
            }

            // then
            assertThat(slow.most).hasValue(3);
            slow.most.set(0);
            answers = answers.stream()
                    .map(each -> client.request("slow.one", null))
                    .toList();
            for (var answer : answers) {
                answer.get(20, TimeUnit.SECONDS);
            }
            assertThat(slow.most).hasValue(1);
        }
    }

    @Test
    void shouldLetRunningCallsEndWhenTheApplicationEnds() throws Exception {
        // given a call that runs, and one that waits for it
        var beans = BeanContainer.start(server.url(), Slow.class);
        Calls slow = beans.get(Slow.class).calls();
        var first = client.request("slow.held", null);
        var second = client.request("slow.held", null);
        client.flush(SOON); // Both have come before nobody is there any more.
        assertThat(slow.started.await(20, TimeUnit.SECONDS)).isTrue();

        // when
        CompletableFuture<Void> closed = CompletableFuture.runAsync(beans::close);
        eventually(() -> assertThat(client.request("slow.held", null, Duration.ofMillis(200)))
                .as("nobody takes new requests")
                .matches(answer -> answer == null || answer.getData().length == 0));
        assertThat(closed).isNotDone();
        slow.release.countDown();

        // then
        assertThat(text(first.get(20, TimeUnit.SECONDS))).isEqualTo("done");
        assertThat(text(second.get(20, TimeUnit.SECONDS))).isEqualTo("done");
        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldNotWaitLongerThanItWasToldWhenTheApplicationEnds() throws Exception {
        // given
        var beans = BeanContainer.start(
                Map.of("gannet.client.url", server.url(), "gannet.client.drain.timeout", "50ms"), Slow.class);
        Calls slow = beans.get(Slow.class).calls();
        client.publish("slow.held", null);
        assertThat(slow.started.await(20, TimeUnit.SECONDS)).isTrue();

        // when the call does not end
        beans.close();

        // then
        assertThat(slow.release.getCount()).isEqualTo(1);
        slow.release.countDown();
    }

    @ApplicationScoped
    static class Asking {
        @Inject
        Messaging messaging;

        @Inject
        Connection connection;

        private final CountDownLatch asked = new CountDownLatch(1);

        @OnSubject(value = "ask.traced", queue = "traced")
        String traced() {
            return Span.current().getSpanContext().getTraceId();
        }

        @OnSubject("ask.message")
        void message(Message message) {
            message.respond("answered");
        }

        @OnSubject("ask.forward")
        String forward() {
            return messaging.request("ask.traced", "", SOON).text();
        }

        /** What depends on the first answer, which comes later, waits for the second; both belong to the call's trace. */
        @OnSubject("ask.twice")
        CompletionStage<String> twice() {
            CompletionStage<String> both = messaging
                    .requestAsync("ask.held", Map.of(), new byte[0], SOON)
                    .thenApply(first -> first.text() + " " + forward());
            asked.countDown();
            return both;
        }

        @OnSubject("ask.held")
        String held() throws InterruptedException {
            assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return Span.current().getSpanContext().getTraceId();
        }

        void publish(String subject, String text) {
            messaging.publish(subject, text);
        }

        String server() {
            return connection.getConnectedUrl();
        }
    }

    @Test
    void shouldInjectWhatTheApplicationSpeaksWith() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Asking.class)) {
            // given
            var subscription = client.subscribe("app.said");
            client.flush(SOON);

            // when
            beans.get(Asking.class).publish("app.said", "hello");

            // then
            assertThat(text(subscription.nextMessage(SOON))).isEqualTo("hello");
            assertThat(beans.get(Asking.class).server()).contains(":" + server.clientPort());
        }
    }

    @Test
    void shouldCarryTheTraceFromMessageToMessage() throws Exception {
        try (var beans = BeanContainer.start(server.url(), Asking.class)) {
            // given
            String trace = "0af7651916cd43dd8448eb211c80319c";
            Headers headers = new Headers().add("traceparent", "00-" + trace + "-b7ad6b7169203331-01");

            // when a method is asked by a method that was asked with a trace
            io.nats.client.Message answer = ask("ask.forward", "", headers);

            // then
            assertThat(text(answer)).isEqualTo(trace);
            assertThat(answer.getHeaders().getFirst("traceparent")).contains(trace);
            assertThat(ask("ask.message", "", headers).getHeaders().getFirst("traceparent"))
                    .contains(trace);
            assertThat(text(ask("ask.twice", "", headers))).isEqualTo(trace + " " + trace);
            assertThat(ask("ask.forward", "")).as("another message").isEqualTo("0".repeat(32));

            // and what an application publishes within a trace belongs to it
            var subscription = client.subscribe("app.traced");
            client.flush(SOON);
            SpanContext context = SpanContext.createFromRemoteParent(
                    trace, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault());
            try (Scope scope = Context.root().with(Span.wrap(context)).makeCurrent()) {
                beans.get(Asking.class).publish("app.traced", "hello");
            }
            assertThat(subscription.nextMessage(SOON).getHeaders().getFirst("traceparent"))
                    .contains(trace);
        }
    }

    @Test
    void shouldNotStartWithASettingThatIsWrong() {
        Map<String, String> configured =
                Map.of("gannet.client.url", server.url(), "gannet.client.drain.timeout", "soon");
        assertThatThrownBy(() -> BeanContainer.start(configured, Slow.class))
                .hasStackTraceContaining("gannet.client.drain.timeout: soon (expected: a duration");
    }

    private static Map<String, String> config() {
        return Map.of("gannet.client.url", server.url(), "shop.subject", "shop");
    }

    private String ask(String subject, String text) throws Exception {
        return text(ask(subject, text, null));
    }

    private io.nats.client.Message ask(String subject, String text, @Nullable Headers headers) throws Exception {
        io.nats.client.Message answer = client.request(
                NatsMessage.builder()
                        .subject(subject)
                        .headers(headers)
                        .data(text, UTF_8)
                        .build(),
                SOON);
        assertThat(answer).as("an answer of " + subject).isNotNull();
        return answer;
    }

    private static String text(io.nats.client.Message message) {
        return new String(message.getData(), UTF_8);
    }

    private static void assertFailure(io.nats.client.Message answer, String code, String text) {
        assertThat(answer.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo(code);
        assertThat(answer.getHeaders().getFirst("Nats-Service-Error")).isEqualTo(text);
        assertThat(answer.getData()).isEmpty();
    }
}
