package dev.gannet.client.service;

import dev.gannet.client.call.AnsweringListener;
import dev.gannet.client.call.Failure;
import io.nats.service.ServiceMessage;
import io.nats.service.ServiceMessageHandler;
import java.util.Optional;

/** Calls a method for each request, and tells jnats of failures by an exception, so that they are counted. */
record EndpointCall(AnsweringListener listener) implements ServiceMessageHandler {
    /** A call failed and its asker knows; the text is what the service's figures show as the last error. */
    static final class CountedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String text;

        CountedFailure(Failure failure) {
            super(failure.text(), null, false, false);
            this.text = failure.code() + ":" + failure.text();
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // What jnats keeps as the last error.
        public String toString() {
            return text;
        }
    }

    /** Returns when the call has ended: what it takes is what is counted. */
    @Override
    public void onMessage(ServiceMessage request) {
        Optional<Failure> failure = listener.answer(new ServiceRequest(listener.messaging(), request))
                .toCompletableFuture()
                .join();
        if (failure.isPresent()) {
            throw new CountedFailure(failure.get());
        }
    }
}
