package dev.gannet.client.call;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What a method's result is answered as.
 *
 * @param writer null if there is no answer
 * @param isStage whether the method returns a stage of it
 */
record Answers(Payloads.@Nullable Writer writer, boolean isStage) {
    private static final byte[] NOTHING = {};

    /** Returns how a method answers; null if it cannot, which {@code checks} have been told. */
    static @Nullable Answers of(BeanMethod method, Checks checks) {
        Type result = method.method().getGenericReturnType();
        Class<?> raw = method.method().getReturnType();
        boolean isStage = raw == CompletionStage.class || raw == CompletableFuture.class;
        if (isStage) {
            result = result instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : raw;
        }
        boolean isUnknown = result instanceof TypeVariable || result instanceof WildcardType;
        if (isUnknown
                || (result instanceof Class<?> type && Future.class.isAssignableFrom(type))
                || result == CompletionStage.class
                || (!isStage && Future.class.isAssignableFrom(raw))) {
            checks.problem(
                    method,
                    "returns " + method.method().getGenericReturnType().getTypeName()
                            + " (expected: void, String, byte[], a type that JSON-B writes, or a CompletionStage of one)");
            return null;
        }
        if (result == void.class || result == Void.class) {
            return new Answers(null, isStage);
        }
        try {
            return new Answers(checks.payloads().writer(result), isStage);
        } catch (IllegalArgumentException e) {
            checks.problem(method, "cannot answer: " + e.getMessage());
            return null;
        }
    }

    /** Returns what to answer with; empty if nothing is to be answered. */
    CompletionStage<Optional<byte[]>> answer(@Nullable Object result) {
        if (isStage && result instanceof CompletionStage<?> stage) {
            return stage.thenApply(this::payload);
        }
        return CompletableFuture.completedStage(payload(isStage ? null : result));
    }

    private Optional<byte[]> payload(@Nullable Object result) {
        if (writer == null) {
            return Optional.empty();
        }
        return Optional.of(result == null ? NOTHING : writer.write(result));
    }
}
