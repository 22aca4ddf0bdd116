package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.service.Discovery;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An application with {@code gannet-client.jar}, deployed beside the server: its beans, and what the platform does for them. */
@ExtendWith(Micro.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BeansWarIT {
    private static final String CLASSES = "dev/gannet/payara/application/";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static final int TIMES = 3;

    /** Takes the place of an application's record that JDK 17 keeps; see {@link RedeployIT}. */
    private record Compared(String text) {}

    private final Micro micro;
    private final Path directory;
    private Connection client;

    BeansWarIT(Micro micro, @TempDir Path directory) {
        this.micro = micro;
        this.directory = directory;
    }

    @BeforeAll
    void deploy() throws Exception {
        micro.set("gannet.port", -1)
                .set("gannet.jetstream", "enabled")
                .set("gannet.store_dir", directory.resolve("streams"));
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        client = Nats.connect(Clients.options(micro.clientPort()).build());
        micro.deployBeside(
                "shop", shop("shop.war", "OrderDesk", "OrderDesk$Order", "OrderDesk$Receipt", "StockDesk", "KeepDesk"));
    }

    @AfterAll
    void undeploy() throws Exception {
        client.close();
        micro.undeploy();
    }

    @Test
    void shouldReadAndValidatePayloads() throws Exception {
        assertThat(ask("shop.orders", "{\"item\":\"pen\",\"count\":2}")).isEqualTo("{\"text\":\"pen\",\"total\":4}");

        // and what is wrong with one is said to its sender
        Message answer = ask("shop.orders", "{\"item\":\" \",\"count\":0}", null);
        assertThat(answer.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("400");
        assertThat(answer.getHeaders().getFirst("Nats-Service-Error"))
                .contains(".item must not be blank", ".count must be greater than or equal to 1");
        assertThat(ask("shop.orders", "[", null).getHeaders().getFirst("Nats-Service-Error-Code"))
                .isEqualTo("400");
    }

    @Test
    void shouldComposeWithWhatThePlatformHasForMethods() throws Exception {
        assertThat(ask("shop.retried", "tried")).isEqualTo("tried 3");
        assertThat(ask("shop.transaction", "")).as("an active transaction").isEqualTo("status 0");
        assertThat(ask("shop.late", "", null).getHeaders().getFirst("Nats-Service-Error-Code"))
                .isEqualTo("500");
        assertThat(ask("shop.stock", "pencil")).as("an enterprise bean").isEqualTo("6");
    }

    @Test
    void shouldCallOnThreadsOfTheContainer() throws Exception {
        assertThat(ask("shop.surroundings", ""))
                .startsWith("concurrent/__defaultManagedThreadFactory")
                .endsWith(" true true");
        assertThat(ask("shop.answered", ""))
                .as("where an answer arrives")
                .startsWith("concurrent/__defaultManagedThreadFactory")
                .endsWith(" true true true");
    }

    @Test
    void shouldKnowTheCallerWhereAnAnswerArrives() throws Exception {
        // given an application that knows its callers, whose container-made threads serve one after the other
        micro.deployBeside("clerks", shop("clerks.war", "ClerkServlet", "ClerkDesk", "Clerks"));
        try {
            assertThat(micro.http().status("/clerks/clerk")).isEqualTo(401);

            for (String clerk : List.of("ann", "bob")) {
                // when a caller's code asks, then its answer is handled in the caller's name, on a thread of the
                // container
                assertThat(micro.http().get("/clerks/clerk", clerk).body())
                        .isEqualTo("concurrent/__defaultManagedThreadFactory " + clerk + " " + clerk);

                // and the name stays on none of the threads
                List<CompletableFuture<Message>> asked = Stream.generate(() -> client.request("clerks.anybody", null))
                        .limit(16)
                        .toList();
                for (CompletableFuture<Message> each : asked) {
                    assertThat(each.get(30, TimeUnit.SECONDS).getData())
                            .asString(UTF_8)
                            .isEqualTo("ANONYMOUS false");
                }
            }
        } finally {
            micro.undeployBeside("clerks");
        }
    }

    @Test
    void shouldAskOthersWithinACall() throws Exception {
        assertThat(ask("shop.forwarded.pen", "")).isEqualTo("3.99");
    }

    @Test
    void shouldBeAService() throws Exception {
        assertThat(ask("orders.price", "ink")).isEqualTo("3.99");
        assertThat(new Discovery(client, 10_000, 1).ping("orders"))
                .extracting(each -> each.getVersion())
                .containsExactly("1.0.0");
    }

    @Test
    void shouldBeInTheTraceOfTheMessage() throws Exception {
        Headers headers = new Headers().add("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
        Message answer = ask("shop.traced", "", headers);
        assertThat(answer.getData()).asString(UTF_8).isEqualTo(TRACE);
        assertThat(answer.getHeaders().getFirst("traceparent")).contains(TRACE);
    }

    @Test
    void shouldBeCalledForWhatStreamsAndBucketsKeep() throws Exception {
        // given two streams, which were not there when the application started
        for (String name : List.of("SHOP", "DEAD")) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(name)
                            .subjects(name.equals("SHOP") ? "kept.orders" : "dead.>")
                            .build());
        }
        var kept = client.subscribe("shop.kept");

        // when one of two orders is not valid
        client.jetStream().publish("kept.orders", "{\"item\":\"\",\"count\":1}".getBytes(UTF_8));
        client.jetStream().publish("kept.orders", "{\"item\":\"pen\",\"count\":1}".getBytes(UTF_8));

        // then
        Message last = requireNonNull(kept.nextMessage(Clients.SOON));
        assertThat(last.getData()).asString(UTF_8).isEqualTo("pen");
        eventually(() -> assertThat(client.jetStreamManagement()
                        .getStreamInfo("DEAD")
                        .getStreamState()
                        .getMsgCount())
                .isEqualTo(1));
        assertThat(client.jetStreamManagement()
                        .getMessage("DEAD", 1)
                        .getHeaders()
                        .getFirst("Gannet-Error"))
                .contains("must not be blank");
    }

    @Test
    void shouldSayWhyAnApplicationIsNotDeployed() {
        micro.failBeside("wrong", shop("wrong.war", "WrongDesk"));
        assertThat(micro.log())
                .contains("dev.gannet.payara.application.WrongDesk.order(String): @OnSubject: \"no subject\" is not a"
                        + " subject (expected: tokens between dots, as in orders.*.new or orders.>)");
    }

    @Test
    void shouldLetCallsEndWhenTheApplicationIsUndeployed() throws Exception {
        // given an application of its own, one of whose calls runs
        Object before = micro.attribute("Connections");
        var question = client.subscribe("slow.question");
        client.flush(Clients.SOON);
        micro.deployBeside("slow", shop("slow.war", "SlowDesk"));
        var held = client.request("slow.held", null);
        Message asked = requireNonNull(question.nextMessage(Clients.SOON));

        // when it is undeployed
        CompletableFuture<Void> undeployed = CompletableFuture.runAsync(() -> micro.undeployBeside("slow"));
        eventually(() -> assertThat(client.request("slow.alive", null, Clients.SOON))
                .as("nobody takes requests")
                .isNull());
        assertThat(undeployed).isNotDone();
        client.publish(asked.getReplyTo(), "all".getBytes(UTF_8));

        // then
        assertThat(held.get(20, TimeUnit.SECONDS).getData()).asString(UTF_8).isEqualTo("after all");
        undeployed.get(60, TimeUnit.SECONDS);
        eventually(() ->
                assertThat(micro.attribute("Connections")).as("connections").isEqualTo(before));
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsUndeployed() throws Exception {
        // given an application that is configured by a bucket, too
        File war = war(
                "again.war",
                "gannet.client.url=" + url() + "\ngannet.client.config.bucket=settings",
                "SlowDesk",
                "ConfiguredDesk");
        client.keyValueManagement()
                .create(KeyValueConfiguration.builder("settings").build());
        client.keyValue("settings").put("desk.greeting", "hello");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

        // when
        for (int i = 0; i < TIMES; i++) {
            micro.deployBeside("slow", war);
            assertThat(ask("slow.alive", "")).isEqualTo("alive");
            assertThat(ask("configured.greeting", "")).isEqualTo("hello");
            loaders.add(new WeakReference<>(loaderOfDispatchers()));
            micro.undeployBeside("slow");
        }

        // then its classes are gone, and with them its threads; the container may keep the last one until the next
        // comes
        assertThat(new Compared("a")).isEqualTo(new Compared("a"));
        eventually(() -> {
            System.gc();
            assertThat(loaders.subList(0, TIMES - 1))
                    .filteredOn(loader -> loader.get() != null)
                    .isEmpty();
        });
    }

    @Test
    void shouldNeedNoSocketToTheServerInItsContainer() throws Exception {
        // given an application that names no server
        File war = war("inside.war", "", "InsideDesk");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

        for (int i = 0; i < TIMES; i++) {
            // when
            micro.deployBeside("inside", war);

            // then it hears who comes over TCP, and itself
            assertThat(ask("inside.ask", "hello")).isEqualTo("asked hello");
            assertThat(ask("inside.jnats", "hello")).isEqualTo("asked with jnats hello");
            assertThat(micro.http().get("/connz").body())
                    .as("two connections: messages, and all else")
                    .containsPattern("(?s)\"ip\": \"pipe\".*\"ip\": \"pipe\"");
            loaders.add(new WeakReference<>(loaderOf("inside")));

            // and when it is undeployed nothing of it stays
            micro.undeployBeside("inside");
            eventually(() -> assertThat(micro.http().get("/connz").body()).doesNotContain("\"pipe\""));
        }
        assertThat(new Compared("a")).isEqualTo(new Compared("a"));
        eventually(() -> {
            System.gc();
            assertThat(loaders.subList(0, TIMES - 1))
                    .filteredOn(loader -> loader.get() != null)
                    .isEmpty();
        });
    }

    private static ClassLoader loaderOf(String application) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getContextClassLoader)
                .filter(loader -> String.valueOf(loader).contains(application))
                .findFirst()
                .orElseThrow();
    }

    /** The loader of the application whose methods were called last: threads that wait for its messages have it. */
    private static ClassLoader loaderOfDispatchers() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> Arrays.toString(each.getValue()).contains("NatsDispatcher.run"))
                .map(each -> each.getKey().getContextClassLoader())
                .filter(loader -> String.valueOf(loader).contains("slow"))
                .findFirst()
                .orElseThrow();
    }

    /** Its own classes go first: the tests' are where the container sees them too. */
    private File shop(String name, String... beans) {
        return war(name, "gannet.client.url=" + url(), beans);
    }

    private File war(String name, String configuration, String... beans) {
        WebArchive war = ShrinkWrap.create(WebArchive.class, name)
                .addAsLibraries(clientJar(), jarOf(Nats.class))
                .addAsResource(new StringAsset(configuration), "META-INF/microprofile-config.properties")
                .addAsWebInfResource(new StringAsset(""), "beans.xml")
                .addAsWebInfResource(
                        new StringAsset("<payara-web-app><class-loader delegate=\"false\"/></payara-web-app>"),
                        "payara-web.xml");
        for (String bean : beans) {
            String path = CLASSES + bean + ".class";
            war.addAsWebInfResource(new ClassLoaderAsset(path), "classes/" + path);
        }
        File file = directory.resolve(name).toFile();
        war.as(ZipExporter.class).exportTo(file);
        return file;
    }

    private String url() {
        return requireNonNull(client.getConnectedUrl());
    }

    private static File clientJar() {
        return Path.of(requireNonNull(System.getProperty("payara.war")))
                .resolveSibling("gannet-client.jar")
                .toFile();
    }

    private static File jarOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private String ask(String subject, String text) throws Exception {
        Message answer = ask(subject, text, null);
        assertThat(answer.getHeaders() == null ? List.of() : answer.getHeaders().keySet())
                .as(() -> String.valueOf(answer.getHeaders().getFirst("Nats-Service-Error")))
                .doesNotContain("Nats-Service-Error");
        return new String(answer.getData(), UTF_8);
    }

    private Message ask(String subject, String text, @Nullable Headers headers) throws Exception {
        NatsMessage request = NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(text, UTF_8)
                .build();
        Message answer = client.request(request, Clients.SOON);
        assertThat(answer).as("an answer of " + subject).isNotNull();
        return answer;
    }
}
