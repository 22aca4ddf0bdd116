package dev.gannet.outbound;

import dev.gannet.base.Chunk;
import java.io.IOException;

/**
 * What encrypts everything on its way to one peer. It is called under the outbox's lock, so that what is sealed first is
 * sent first.
 */
public interface Seal {
    /**
     * Appends what stands for {@code [from, to)} of {@code source} to {@code target}, as far as there is room in it, and
     * before that what the seal has to say of its own.
     *
     * @param from may be {@code to}: then it is that alone
     * @param target has room for {@link Staging#SEALED_BYTES} bytes
     * @return how far it came
     */
    int seal(Chunk source, int from, int to, Chunk target) throws IOException;
}
