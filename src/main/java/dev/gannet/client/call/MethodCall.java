package dev.gannet.client.call;

import dev.gannet.api.Message;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How a message becomes a call of a method: checked once, at the deployment, then used for each message. Any thread. */
public final class MethodCall {
    private final BeanMethod method;
    private final List<Arguments.Source> arguments;
    private final Answers answers;
    private final Tracing tracing = Tracing.ofClassPath();

    private MethodCall(BeanMethod method, List<Arguments.Source> arguments, Answers answers) {
        this.method = method;
        this.arguments = arguments;
        this.answers = answers;
    }

    /** Returns how a method is called; null if it cannot be, which {@code checks} have been told. */
    public static @Nullable MethodCall of(BeanMethod method, CallShape shape, Checks checks) {
        int before = checks.problems().size();
        int modifiers = method.method().getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            String kind = Modifier.isStatic(modifiers) ? "static" : "private";
            checks.problem(
                    method, "is " + kind + " (expected: a method of the bean that is not private and not static)");
        }
        List<Arguments.Source> arguments = Arguments.of(method, shape, checks);
        Answers answers = Answers.of(method, checks);
        if (answers == null || checks.problems().size() > before) {
            return null;
        }
        return new MethodCall(method, arguments, answers);
    }

    public BeanMethod method() {
        return method;
    }

    Tracing tracing() {
        return tracing;
    }

    /**
     * Calls the method, on this thread. The stage ends when the call has ended, and so does a stage that it returned:
     * with what is to be answered, if anything, or with what was thrown ({@link Failure} says what that means).
     */
    public CompletionStage<Optional<byte[]>> call(Message message) {
        try (Tracing.Scope trace = tracing.enter(message)) {
            Object[] values = new Object[arguments.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).of(message);
            }
            return answers.answer(method.target().call(method.method(), values));
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Returns what was thrown, without what stages have wrapped it in. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable found = thrown;
        while (found instanceof CompletionException && found.getCause() != null) {
            found = found.getCause();
        }
        return found;
    }
}
