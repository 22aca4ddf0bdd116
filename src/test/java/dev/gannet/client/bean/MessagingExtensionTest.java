package dev.gannet.client.bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gannet.api.Endpoint;
import dev.gannet.api.Header;
import dev.gannet.api.Message;
import dev.gannet.api.OnSubject;
import dev.gannet.api.Service;
import dev.gannet.api.Token;
import dev.gannet.testing.BeanContainer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Everything that is wrong with a method is said when the application is deployed, with the method's name. */
class MessagingExtensionTest {
    @ApplicationScoped
    static class Subjects {
        @OnSubject("a..b")
        void empty() {}

        @OnSubject("a.>.b")
        void early() {}

        @OnSubject("")
        void nothing() {}

        @OnSubject("${no.such.key}")
        void unconfigured() {}

        @OnSubject(value = "a", queue = "two words")
        void queue() {}

        @OnSubject(value = "a", concurrency = 0)
        void none() {}
    }

    @Test
    void shouldNameSubjectsThatAreNone() {
        assertThat(problems(Subjects.class))
                .contains(
                        in(
                                "Subjects.empty(): @OnSubject: \"a..b\" is not a subject (expected: tokens between dots, as in"
                                        + " orders.*.new or orders.>)"),
                        in("Subjects.early(): @OnSubject: \"a.>.b\" is not a subject"),
                        in("Subjects.nothing(): @OnSubject: \"\" is not a subject"),
                        in(
                                "Subjects.unconfigured(): nothing is configured for no.such.key in \"${no.such.key}\""
                                        + " (expected: a value in MicroProfile Config, or a default as in ${no.such.key:value})"),
                        in("Subjects.queue(): @OnSubject: queue \"two words\" (expected: a name without white space,"
                                + " or none)"),
                        in("Subjects.none(): @OnSubject: concurrency is 0 (expected: 1 or more)"));
    }

    @ApplicationScoped
    static class Parameters {
        @OnSubject("a.*")
        void token(@Token(2) String token) {}

        @OnSubject("a.*")
        void tokens(@Token String first, @Token String second) {}

        @OnSubject("a.*")
        void tokenType(@Token boolean token) {}

        @OnSubject("a")
        void twice(String text, byte[] bytes) {}

        @OnSubject("a")
        void header(@Header("A") int header) {}

        @OnSubject("a")
        void unnamed(@Header("") String header) {}

        @OnSubject("a.*")
        void both(@Header("A") @Token(1) String both) {}

        @OnSubject("a")
        void jnats(io.nats.client.Message message) {}

        @OnSubject("a")
        void optional(Optional<String> payload) {}
    }

    @Test
    void shouldNameParametersThatCannotBeFilled() {
        assertThat(problems(Parameters.class))
                .contains(
                        in("Parameters.token(String): parameter "),
                        "of type java.lang.String is @Token(2), but \"a.*\" has 1 wildcards (expected: one of them,"
                                + " counted from 1)",
                        in("Parameters.tokens(String, String): parameter "),
                        in("Parameters.tokenType(boolean): parameter "),
                        "of type boolean cannot be a token (expected: String, int or long)",
                        in("Parameters.twice(String, byte[]): parameter "),
                        "of type byte[] is a second payload beside ",
                        in("Parameters.header(int): parameter "),
                        "of type int cannot be a header (expected: String, Optional<String> or List<String>)",
                        in("Parameters.unnamed(String): parameter "),
                        "has no name in @Header (expected: the header's name)",
                        in("Parameters.both(String): parameter "),
                        "is both @Header and @Token (expected: one of them)",
                        in("Parameters.jnats(Message): parameter "),
                        "of type io.nats.client.Message cannot be a payload (expected: String, byte[] or a type that"
                                + " JSON-B reads; a Message; or @Header or @Token)",
                        in("Parameters.optional(Optional): parameter "));
    }

    @Dependent
    static class Methods<T> {
        @OnSubject("a")
        private void hidden() {}

        @OnSubject("a")
        static void shared() {}

        @OnSubject("a")
        Future<String> future() {
            throw new IllegalStateException();
        }

        @OnSubject("a")
        CompletionStage<?> unknown() {
            throw new IllegalStateException();
        }

        @OnSubject("a")
        void variable(T payload) {}

        void called() {
            hidden();
        }
    }

    @Test
    void shouldNameMethodsThatCannotBeCalled() {
        assertThat(problems(Methods.class))
                .contains(
                        in("Methods.hidden(): is private (expected: a method of the bean that is not private and not"
                                + " static)"),
                        in("Methods.shared(): is static"),
                        in("Methods.future(): returns java.util.concurrent.Future<java.lang.String> (expected: void,"
                                + " String, byte[], a type that JSON-B writes, or a CompletionStage of one)"),
                        in("Methods.unknown(): returns java.util.concurrent.CompletionStage<?>"),
                        in("Methods.variable(Object): parameter "));
    }

    @SessionScoped
    static class OfASession implements Serializable {
        private static final long serialVersionUID = 1L;

        @OnSubject("a")
        void call() {}
    }

    @Test
    void shouldNameBeansThatNoMessageHas() {
        assertThat(problems(OfASession.class))
                .contains(
                        in("OfASession.call(): is of a bean whose scope needs a session (expected: @ApplicationScoped,"
                                + " @RequestScoped, @Dependent or another that is active without one)"));
    }

    @ApplicationScoped
    static class NoService {
        @Endpoint
        void call() {}
    }

    @ApplicationScoped
    @Service(name = "two words", version = "one")
    static class WrongService {
        @Endpoint(subject = "a b")
        void call() {}

        @Endpoint
        void call(Message message) {}

        @Endpoint(queue = "", concurrency = -1)
        void queue() {}
    }

    @Test
    void shouldNameServicesThatAreNone() {
        assertThat(problems(NoService.class, WrongService.class))
                .contains(
                        in("NoService.call(): has @Endpoint, but its class has no @Service (expected: @Service on the"
                                + " bean's class)"),
                        "@Service: name \"two words\" (expected: letters, digits, - and _, at least one)",
                        "@Service: version \"one\" (expected: one such as 1.0.0)",
                        in("WrongService.call(): @Endpoint: \"a b\" is not a subject"),
                        "is a second endpoint of its name (expected: another name)",
                        in("WrongService.queue(): @Endpoint: queue \"\" (expected: a name without white space)"),
                        in("WrongService.queue(): @Endpoint: concurrency is -1 (expected: 1 or more)"));
    }

    @Test
    void shouldNotNeedAServerWithoutMethods() {
        BeanContainer.start(Map.of("gannet.client.url", "nats://127.0.0.1:1")).close();
    }

    private static String in(String text) {
        return MessagingExtensionTest.class.getName() + "$" + text;
    }

    /** Deploys what cannot be deployed, and returns what is said of it. */
    private static String problems(Class<?>... beans) {
        Throwable thrown = catchThrowable(
                () -> BeanContainer.start("nats://127.0.0.1:1", beans).close());
        assertThat(thrown).isInstanceOf(DeploymentException.class);
        StringBuilder text = new StringBuilder(String.valueOf(thrown.getMessage()));
        for (Throwable other : thrown.getSuppressed()) {
            text.append('\n').append(other.getMessage());
        }
        return text.toString();
    }
}
