package dev.gannet.client.call;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the methods of a deployment are checked with: notes what is wrong, so that all of it can be said at once.
 *
 * <p><b>Owner:</b> the thread that deploys.
 */
public final class Checks {
    private final Expressions expressions;
    private final Payloads payloads;
    private final List<String> problems = new ArrayList<>();

    public Checks(Expressions expressions, Payloads payloads) {
        this.expressions = expressions;
        this.payloads = payloads;
    }

    /** Notes what is wrong with a method, in words that say what was expected. */
    public void problem(BeanMethod method, String problem) {
        problems.add(method + ": " + problem);
    }

    /** Returns the text with what is configured in it; null if something is not, which has been noted. */
    public @Nullable String resolve(BeanMethod method, String text) {
        try {
            return expressions.resolve(text);
        } catch (IllegalArgumentException e) {
            problem(method, String.valueOf(e.getMessage()));
            return null;
        }
    }

    public Payloads payloads() {
        return payloads;
    }

    /** Returns what has been noted, in its order. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
