package dev.gannet.ra;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainerThreadsTest {
    private final Semaphore ran = new Semaphore(0);
    private final Container container = new Container();

    @AfterEach
    void end() {
        container.end.countDown();
    }

    @Test
    void shouldLeaveNothingOnTheContainersThreads() throws Exception {
        // given an adapter in a class loader of its own, for which the container makes a thread that stays
        WeakReference<ClassLoader> loader = new WeakReference<>(useAnAdapter());
        ran.acquire();

        // when it is gone, then nothing keeps it
        eventually(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
        assertThat(container.made).isNotNull().matches(Thread::isAlive);
    }

    @Test
    void shouldSayWhyTheContainerHasNone() {
        container.refusal = "too many";

        assertThatThrownBy(() -> new ContainerThreads(container).execute(ran::release))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the container has no thread: too many")
                .hasCauseInstanceOf(WorkRejectedException.class);
        assertThat(ran.availablePermits()).isZero();
    }

    private ClassLoader useAnAdapter() throws ReflectiveOperationException {
        ClassLoader loader = new AdapterLoader();
        Constructor<?> constructor =
                loader.loadClass(ContainerThreads.class.getName()).getDeclaredConstructor(WorkManager.class);
        constructor.setAccessible(true);
        ((Executor) constructor.newInstance(container)).execute(ran::release);
        return loader;
    }

    /** Has classes of its own for what is tested, as the loader of a deployed adapter has. */
    private static final class AdapterLoader extends ClassLoader {
        AdapterLoader() {
            super(ContainerThreadsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ContainerThreads.class.getName())
                    || name.startsWith(ContainerThreadsTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Makes a thread for each work, on the caller's stack, and keeps it. */
    private static final class Container implements WorkManager {
        private final CountDownLatch end = new CountDownLatch(1);
        private @Nullable String refusal;
        private @Nullable Thread made;

        @Override
        public void scheduleWork(Work work) throws WorkException {
            if (refusal != null) {
                throw new WorkRejectedException(refusal);
            }
            Work[] next = {work};
            made = new Thread(() -> {
                next[0].run();
                next[0] = null;
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            made.setDaemon(true);
            made.start();
        }

        @Override
        public void doWork(Work work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void doWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long startWork(Work work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long startWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void scheduleWork(Work work, long timeout, ExecutionContext context, WorkListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
