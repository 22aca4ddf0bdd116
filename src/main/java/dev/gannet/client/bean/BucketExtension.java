package dev.gannet.client.bean;

import dev.gannet.api.Bucket;
import dev.gannet.api.ObjectBucket;
import dev.gannet.client.bucket.BucketNames;
import dev.gannet.client.bucket.Buckets;
import dev.gannet.client.call.Expressions;
import io.nats.client.KeyValue;
import io.nats.client.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * A bean for each bucket and object store that an injection point names. Each is looked for when it is first used.
 *
 * <p><b>Owner:</b> the thread that deploys.
 */
public class BucketExtension implements Extension {
    private final Map<Bucket, InjectionPoint> buckets = new LinkedHashMap<>();
    private final Map<ObjectBucket, InjectionPoint> objectStores = new LinkedHashMap<>();
    private @Nullable Supplier<ClientConnections> connections;

    /** The bean itself: what a container lets an extension look up does not always reach the application's libraries. */
    void find(@Observes ProcessManagedBean<ClientConnections> event, BeanManager beans) {
        Bean<ClientConnections> bean = event.getBean();
        connections = () -> (ClientConnections)
                beans.getReference(bean, ClientConnections.class, beans.createCreationalContext(bean));
    }

    void collectBucket(@Observes ProcessInjectionPoint<?, KeyValue> event) {
        collect(event.getInjectionPoint(), Bucket.class, buckets);
    }

    void collectObjectStore(@Observes ProcessInjectionPoint<?, ObjectStore> event) {
        collect(event.getInjectionPoint(), ObjectBucket.class, objectStores);
    }

    private static <A extends Annotation> void collect(
            InjectionPoint point, Class<A> type, Map<A, InjectionPoint> found) {
        for (Annotation qualifier : point.getQualifiers()) {
            if (type.isInstance(qualifier)) {
                found.putIfAbsent(type.cast(qualifier), point);
            }
        }
    }

    void add(@Observes AfterBeanDiscovery event) {
        for (Bucket said : buckets.keySet()) {
            event.<KeyValue>addBean()
                    .types(KeyValue.class)
                    .qualifiers(said)
                    .scope(ApplicationScoped.class)
                    .produceWith(anything -> Buckets.keyValue(nats(), resolve(said.value()), said));
        }
        for (ObjectBucket said : objectStores.keySet()) {
            event.<ObjectStore>addBean()
                    .types(ObjectStore.class)
                    .qualifiers(said)
                    .scope(ApplicationScoped.class)
                    .produceWith(anything -> Buckets.objectStore(nats(), resolve(said.value()), said));
        }
    }

    void check(@Observes AfterDeploymentValidation event) {
        buckets.forEach((said, point) -> check(said.value(), point, event));
        objectStores.forEach((said, point) -> check(said.value(), point, event));
    }

    private static void check(String text, InjectionPoint point, AfterDeploymentValidation event) {
        try {
            String name = resolve(text);
            if (!BucketNames.isValid(name)) {
                throw new IllegalArgumentException("\"" + name + "\" " + BucketNames.EXPECTED);
            }
        } catch (IllegalArgumentException e) {
            event.addDeploymentProblem(new DeploymentException(point + ": " + e.getMessage()));
        }
    }

    private io.nats.client.Connection nats() {
        Supplier<ClientConnections> found = connections;
        if (found == null) {
            throw new IllegalStateException("connections: not found (expected: a bean of gannet-client.jar)");
        }
        return found.get().nats();
    }

    private static String resolve(String text) {
        Config config = ConfigProvider.getConfig();
        return new Expressions(key -> config.getOptionalValue(key, String.class)).resolve(text);
    }
}
