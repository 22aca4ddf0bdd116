package dev.gannet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that is wired by hand has the parts that a container makes, and no others. */
class EnginePartsTest {
    @Test
    void shouldListThePartsOfWhichAServerIsMade() throws Exception {
        try (GannetServer server =
                GannetServer.create(ServerConfig.embedded(), ServerLog.silent(), new DaemonThreads())) {
            // when
            List<Class<?>> types = partsBehind(server);

            // then
            assertThat(types).containsExactlyInAnyOrderElementsOf(EngineParts.types());
        }
    }

    @Test
    void shouldLetAContainerMakeEachPart() {
        for (Class<?> type : EngineParts.types()) {
            assertThat(type).hasAnnotation(Singleton.class);
            assertThat(type.getDeclaredConstructors())
                    .as("constructors to inject of %s", type)
                    .filteredOn((Constructor<?> constructor) -> constructor.isAnnotationPresent(Inject.class))
                    .hasSize(1);
        }
    }

    /** The classes of all objects whose class says that there is one of it, reached through fields of our own objects. */
    private static List<Class<?>> partsBehind(Object root) throws IllegalAccessException {
        List<Class<?>> parts = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        Deque<Object> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Object object = open.remove();
            if (!seen.add(System.identityHashCode(object))) {
                continue;
            }
            if (object.getClass().isAnnotationPresent(Singleton.class)) {
                parts.add(object.getClass());
            }
            for (Field field : object.getClass().getDeclaredFields()) {
                Object value = valueOf(field, object);
                if (value != null && value.getClass().getName().startsWith("dev.gannet.")) {
                    open.add(value);
                }
            }
        }
        return parts;
    }

    private static @Nullable Object valueOf(Field field, Object object) throws IllegalAccessException {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return null;
        }
        field.setAccessible(true);
        return field.get(object);
    }
}
