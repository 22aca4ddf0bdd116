package dev.gannet.client.subject;

import dev.gannet.api.OnSubject;
import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.CallShape;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.MethodCall;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Subjects;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods with {@link OnSubject}. */
public final class SubjectObservers implements ObserverKind {
    @Override
    public Class<? extends Annotation> annotation() {
        return OnSubject.class;
    }

    @Override
    public List<Observer> check(List<BeanMethod> methods, Checks checks) {
        List<Observer> observers = new ArrayList<>();
        for (BeanMethod method : methods) {
            SubjectObserver observer = check(method, checks);
            if (observer != null) {
                observers.add(observer);
            }
        }
        return observers;
    }

    private static @Nullable SubjectObserver check(BeanMethod method, Checks checks) {
        OnSubject said = method.annotation(OnSubject.class);
        String subject = checks.resolve(method, said.value());
        String queue = checks.resolve(method, said.queue());
        if (subject == null || queue == null) {
            return null;
        }
        if (!Subjects.isValid(subject)) {
            checks.problem(
                    method,
                    "@OnSubject: \"" + subject + "\" is not a subject (expected: tokens between dots, as in"
                            + " orders.*.new or orders.>)");
            return null;
        }
        if (!Subjects.isQueue(queue)) {
            checks.problem(
                    method, "@OnSubject: queue \"" + queue + "\" (expected: a name without white space, or none)");
        }
        if (said.concurrency() < 1) {
            checks.problem(method, "@OnSubject: concurrency is " + said.concurrency() + " (expected: 1 or more)");
        }
        MethodCall call = MethodCall.of(method, CallShape.of(subject), checks);
        return call == null ? null : new SubjectObserver(subject, queue, said.concurrency(), call);
    }
}
