package dev.gannet.net.ocsp;

import dev.gannet.base.ServerLog;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Has a staple made for one certificate: asks each responder in turn until there is an answer that counts, and keeps that
 * on disk.
 *
 * <p>One thread at a time, which may wait.
 */
final class StapleSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final StapledCertificate subject;
    private final StapleStore store;
    private final Responders responders;
    private final InstantSource clock;

    StapleSource(StapledCertificate subject, StapleStore store, InstantSource clock, ServerLog log) {
        this.subject = subject;
        this.store = store;
        this.responders = new Responders(TIMEOUT, log);
        this.clock = clock;
    }

    /** Returns the one on disk if it still holds, or else asks. */
    Staple first() throws OcspException {
        store.prepare();
        try {
            return check(store.read(subject.certificate()));
        } catch (IOException | OcspException e) {
            return ask(); // There is none yet, or none that holds.
        }
    }

    /** Returns the first answer that counts. */
    Staple ask() throws OcspException {
        byte[] request = subject.request();
        OcspException last = new OcspException("no available ocsp servers");
        for (URI responder : subject.responders()) {
            try {
                return keep(check(responders.askAnyhow(responder, request)));
            } catch (IOException | OcspException e) {
                last = new OcspException("exhausted ocsp servers: " + e.getMessage(), e); // Another may know better.
            }
        }
        throw last;
    }

    private Staple check(byte[] encoded) throws OcspException {
        Instant now = clock.instant();
        return Staple.of(encoded, subject.certificate(), subject.issuer(), now);
    }

    private Staple keep(Staple staple) throws OcspException {
        try {
            store.write(subject.certificate(), staple.encoded());
            return staple;
        } catch (IOException e) {
            throw new OcspException("failed to write ocsp status: " + e, e);
        }
    }
}
