package dev.gannet.jetstream.error;

/** Something asked for cannot be done, and who asked is to be told why. It is an answer, so it has no stack trace. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    public ApiException(ApiError error) {
        super(error.description(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
