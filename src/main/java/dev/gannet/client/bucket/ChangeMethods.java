package dev.gannet.client.bucket;

import dev.gannet.api.Message;
import dev.gannet.api.OnChange;
import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.CallShape;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.MethodCall;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Subjects;
import io.nats.client.api.KeyValueEntry;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The methods with {@link OnChange}. */
public final class ChangeMethods implements ObserverKind {
    @Override
    public Class<? extends Annotation> annotation() {
        return OnChange.class;
    }

    @Override
    public List<Observer> check(List<BeanMethod> methods, Checks checks) {
        List<Observer> observers = new ArrayList<>();
        for (BeanMethod method : methods) {
            Observer observer = check(method, checks);
            if (observer != null) {
                observers.add(observer);
            }
        }
        return observers;
    }

    private static @Nullable Observer check(BeanMethod method, Checks checks) {
        OnChange said = method.annotation(OnChange.class);
        String bucket = checks.resolve(method, said.bucket());
        String key = checks.resolve(method, said.key());
        if (bucket == null || key == null) {
            return null;
        }
        if (!BucketNames.isValid(bucket)) {
            checks.problem(method, "@OnChange: \"" + bucket + "\" " + BucketNames.EXPECTED);
            return null;
        }
        if (!Subjects.isValid(key)) {
            checks.problem(method, "@OnChange: \"" + key + "\" is not a key (expected: as in limits.*)");
            return null;
        }
        CallShape shape = new CallShape(key, Map.of(KeyValueEntry.class, ChangeMethods::entry));
        MethodCall call = MethodCall.of(method, shape, checks);
        if (call == null) {
            return null;
        }
        WatchedKeys keys = new WatchedKeys(bucket, key, said.initial(), said.deletes());
        return surroundings -> new ChangeObserver(keys, new CalledMethod(call), surroundings).start();
    }

    private static Object entry(Message message) {
        return ((ChangeMessage) message).entry();
    }

    /** A method of a bean, called for a change. */
    private record CalledMethod(MethodCall method) implements ChangeCall {
        @Override
        public CompletionStage<?> call(KeyValueEntry entry) {
            return method.call(new ChangeMessage(entry));
        }

        @Override
        public String toString() {
            return method.method().toString();
        }
    }
}
