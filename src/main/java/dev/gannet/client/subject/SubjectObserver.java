package dev.gannet.client.subject;

import dev.gannet.api.Messaging;
import dev.gannet.client.call.AnsweringListener;
import dev.gannet.client.call.BoundedCalls;
import dev.gannet.client.call.MethodCall;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.Running;
import dev.gannet.client.call.Surroundings;

/** A method that is called for messages to a subject, which answers those that expect it. */
record SubjectObserver(String subject, String queue, int concurrency, MethodCall call) implements Observer {
    @Override
    public Running start(Surroundings surroundings) {
        Messaging messaging = surroundings.messaging();
        BoundedCalls calls = new BoundedCalls(concurrency, surroundings.executor());
        AnsweringListener listener = new AnsweringListener(messaging, call);
        Messaging.Subscription subscription = messaging.subscribe(
                subject, queue.isEmpty() ? null : queue, message -> calls.run(() -> listener.answer(message)));
        return timeout -> subscription.drain(timeout).thenCompose(drained -> calls.ended(timeout));
    }
}
