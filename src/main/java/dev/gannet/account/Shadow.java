package dev.gannet.account;

import dev.gannet.interest.Subscription;

/**
 * Stands in an exporter's interest for a subscription of an account that imports: what matches it is delivered to the
 * {@link #origin}, under the importer's subject.
 */
public final class Shadow extends Subscription {
    private final StreamImport through;
    private final Subscription origin;

    Shadow(StreamImport through, Subscription origin, String filter) {
        super(origin.subscriber(), filter, origin.queue(), origin.sid());
        this.through = through;
        this.origin = origin;
    }

    /** Returns the import that it is here by. */
    public StreamImport through() {
        return through;
    }

    public Subscription origin() {
        return origin;
    }
}
