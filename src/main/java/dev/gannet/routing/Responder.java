package dev.gannet.routing;

/** Something that the server answers itself, on a subject of an account. */
@FunctionalInterface
public interface Responder {
    /**
     * Takes a request. Called on the event loop of who asks, in the middle of its message: it notes what belongs to
     * that loop and returns at once. What takes its time goes to another thread, with the request, which any thread may
     * answer.
     */
    void respond(Request request);

    /** Returns whether it takes messages too that want no answer. */
    default boolean takesStatements() {
        return false;
    }
}
