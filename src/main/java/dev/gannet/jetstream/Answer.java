package dev.gannet.jetstream;

import dev.gannet.jetstream.error.ApiError;

/** Is told once what came of a question to {@link Streams}: on a thread of theirs, which it must not hold up. */
public interface Answer<T> {
    void done(T value);

    void failed(ApiError error);
}
