package dev.gannet.account;

import dev.gannet.interest.Interest;
import dev.gannet.interest.Subscription;
import dev.gannet.subject.Subjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one account imports: a shadow of each subscription that takes messages of an exporter stands in that one's
 * interest, and each imported service in the account's own.
 *
 * <p><b>Owner:</b> any thread, under this object's lock; within it the interest of other accounts is changed, and never
 * their imports.
 */
final class Imports {
    private final Interest interest;
    private List<Object> source = List.of();
    private List<StreamImport> streams = List.of();
    private List<ServiceImport> services = List.of();
    private @Nullable Map<Subscription, List<Shadow>> shadows;

    /** {@code interest} is the account's own. */
    Imports(Interest interest) {
        this.interest = interest;
    }

    /** A subscription has come into the account's interest. */
    synchronized void added(Subscription subscription) {
        // One that is closed may have been removed before this was told of it.
        if (!streams.isEmpty() && !subscription.isClosed()) {
            removed(subscription);
            cast(subscription);
        }
    }

    /** A subscription, closed before, is out of the account's interest. */
    synchronized void removed(Subscription subscription) {
        if (shadows != null) {
            List<Shadow> cast = shadows.remove(subscription);
            if (cast != null) {
                cast.forEach(Imports::takeBack);
            }
        }
    }

    /** The subscription itself has changed. */
    synchronized void touched(Subscription subscription) {
        if (shadows != null) {
            shadows.getOrDefault(subscription, List.of())
                    .forEach(shadow -> shadow.through().exporter().interest().touch(shadow));
        }
    }

    /** All subscriptions may have changed. */
    synchronized void touchedAll() {
        streams.forEach(stream -> stream.exporter().interest().touchAll());
    }

    /** Returns whether what is asked on a subject is asked in another account. */
    synchronized boolean hasService(String subject) {
        return services.stream().anyMatch(service -> Subjects.matches(service.subject(), subject));
    }

    synchronized boolean isFrom(List<Object> other) {
        return source.equals(other);
    }

    /** Takes over other imports. */
    synchronized void replace(List<Object> newSource, List<StreamImport> newStreams, List<ServiceImport> newServices) {
        source = List.copyOf(newSource);
        services.forEach(interest::remove);
        services = List.copyOf(newServices);
        services.forEach(interest::add);
        if (shadows != null) {
            shadows.values().forEach(cast -> cast.forEach(Imports::takeBack));
            shadows = null;
        }
        streams = List.copyOf(newStreams);
        if (!streams.isEmpty()) {
            interest.forEach(this::castAnew);
        }
    }

    private void castAnew(Subscription subscription) {
        boolean isOwn = !(subscription instanceof Shadow) && !(subscription instanceof ServiceImport);
        if (isOwn && subscription.subscriber().takesImports()) {
            added(subscription);
        }
    }

    private void cast(Subscription subscription) {
        List<Shadow> cast = new ArrayList<>(1);
        for (StreamImport stream : streams) {
            Shadow shadow = stream.shadow(subscription);
            if (shadow != null) {
                stream.exporter().interest().add(shadow);
                cast.add(shadow);
            }
        }
        if (!cast.isEmpty()) {
            if (shadows == null) {
                shadows = new HashMap<>();
            }
            shadows.put(subscription, cast);
        }
    }

    private static void takeBack(Shadow shadow) {
        shadow.close();
        shadow.through().exporter().interest().remove(shadow);
    }
}
