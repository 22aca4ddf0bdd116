package dev.gannet.client.stream;

import dev.gannet.api.OnStream;
import dev.gannet.api.StreamMessage;
import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.CallShape;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.Failure;
import dev.gannet.client.call.MethodCall;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Running;
import dev.gannet.client.call.Subjects;
import dev.gannet.client.call.Surroundings;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The methods with {@link OnStream}. */
public final class StreamMethods implements ObserverKind {
    @Override
    public Class<? extends Annotation> annotation() {
        return OnStream.class;
    }

    @Override
    public List<Observer> check(List<BeanMethod> methods, Checks checks) {
        Map<StreamSettings, StreamCall> observed = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (BeanMethod method : methods) {
            StreamSettings settings = settings(method, checks);
            if (settings == null) {
                continue;
            }
            if (names.contains(settings.toString())) {
                checks.problem(method, "@OnStream: another method has " + settings + " too (expected: one for each)");
            }
            names.add(settings.toString());
            MethodCall call = MethodCall.of(method, shape(settings), checks);
            if (call != null) {
                observed.put(settings, new CalledMethod(call));
            }
        }
        return List.of(surroundings -> start(observed, surroundings));
    }

    private static Running start(Map<StreamSettings, StreamCall> observed, Surroundings surroundings) {
        StreamObservers observers = new StreamObservers(surroundings);
        observed.forEach(observers::observe);
        return timeout -> CompletableFuture.runAsync(() -> observers.close(timeout), surroundings.executor());
    }

    /** The tokens are those of the one subject that the method wants, or of all. */
    private static CallShape shape(StreamSettings settings) {
        String subject = settings.subjects().size() == 1 ? settings.subjects().get(0) : ">";
        return new CallShape(subject, Map.of(StreamMessage.class, message -> message));
    }

    private static @Nullable StreamSettings settings(BeanMethod method, Checks checks) {
        OnStream said = method.annotation(OnStream.class);
        String stream = name(method, checks, said.stream());
        String consumer = name(method, checks, said.consumer());
        String deadLetter = checks.resolve(method, said.deadLetter());
        List<String> subjects = subjects(method, checks, said);
        if (stream == null || consumer == null || deadLetter == null || subjects == null) {
            return null;
        }
        if (!deadLetter.isEmpty() && !Subjects.isLiteral(deadLetter)) {
            checks.problem(
                    method,
                    "@OnStream: deadLetter \"" + deadLetter + "\" is not a subject without wildcards"
                            + " (expected: one that a stream keeps, as in dead.orders)");
            return null;
        }
        try {
            return new StreamSettings(
                    stream,
                    consumer,
                    subjects,
                    said.create(),
                    said.update(),
                    said.onlyNew(),
                    Duration.ofMillis(said.ackWaitMillis()),
                    said.concurrency(),
                    said.maxDeliveries(),
                    Arrays.stream(said.backoffMillis())
                            .mapToObj(Duration::ofMillis)
                            .toList(),
                    deadLetter,
                    List.of(said.hopeless()));
        } catch (IllegalArgumentException e) {
            checks.problem(method, "@OnStream: " + e.getMessage());
            return null;
        }
    }

    private static @Nullable String name(BeanMethod method, Checks checks, String text) {
        String name = checks.resolve(method, text);
        if (name != null && name.matches(".*[\\s.*>/\\\\].*")) {
            checks.problem(
                    method,
                    "@OnStream: \"" + name + "\" is not a name of a stream or a consumer"
                            + " (expected: no white space and none of . * > / \\)");
            return null;
        }
        return name;
    }

    private static @Nullable List<String> subjects(BeanMethod method, Checks checks, OnStream said) {
        List<String> subjects = new ArrayList<>();
        for (String text : said.subjects()) {
            String subject = checks.resolve(method, text);
            if (subject == null) {
                return null;
            }
            if (!Subjects.isValid(subject)) {
                checks.problem(
                        method, "@OnStream: \"" + subject + "\" is not a subject (expected: as in orders.*.new)");
                return null;
            }
            subjects.add(subject);
        }
        return subjects;
    }

    /** A method of a bean, called for a message of a stream. What it returns is nobody's answer. */
    private record CalledMethod(MethodCall method) implements StreamCall {
        @Override
        public CompletionStage<?> call(StreamMessage message) {
            return method.call(message);
        }

        @Override
        public boolean isHopeless(Throwable failure) {
            return Failure.of(method.method(), failure).isOfSender();
        }
    }
}
