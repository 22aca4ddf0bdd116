package dev.gannet.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.junit.jupiter.api.Test;

/** Where there is no OpenTelemetry, no JSON-B and no Bean Validation, what does not need them goes on. */
class OptionalLibrariesTest {
    private static final String CALLS = "dev.gannet.client.call.";

    private final ClassLoader without = new Without(OptionalLibrariesTest.class.getClassLoader());

    @Test
    void shouldHaveNoTracesWithoutOpenTelemetry() throws Exception {
        // when
        Object there = Tracing.ofClassPath();
        Object absent = load("Tracing").getMethod("ofClassPath").invoke(null);

        // then
        assertThat(there).isInstanceOf(OpenTelemetryTracing.class);
        assertThat(absent.getClass().getSimpleName()).isEqualTo("NoTracing");
    }

    @Test
    void shouldReadTextsWithoutJson() throws Exception {
        // given
        Object payloads = load("Payloads").getConstructor().newInstance();
        Method reader = payloads.getClass().getMethod("reader", Type.class);

        // then
        assertThat(reader.invoke(payloads, String.class)).isNotNull();
        assertThat(reader.invoke(payloads, byte[].class)).isNotNull();
        assertThatThrownBy(() -> reader.invoke(payloads, Integer.class))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessageContaining("java.lang.Integer needs JSON-B, which is not there")
                .hasMessageContaining("(expected: String, byte[], or an implementation of jakarta.json.bind)");
    }

    @Test
    void shouldSayWhatFailedWithoutValidation() throws Exception {
        // given
        Class<?> failure = load("Failure");
        Method of = failure.getMethod("of", load("BeanMethod"), Throwable.class);

        // when
        Object said = of.invoke(null, null, new IllegalStateException("broken"));

        // then
        assertThat(failure.getMethod("code").invoke(said)).isEqualTo(500);
        assertThat(failure.getMethod("text").invoke(said)).isEqualTo("broken");
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(CALLS + name, true, without);
    }

    /** Has the package's classes itself, and finds no libraries for them. */
    private static final class Without extends ClassLoader {
        Without(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.matches("io\\.opentelemetry\\..*|jakarta\\.(json|validation)\\..*")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(CALLS)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
