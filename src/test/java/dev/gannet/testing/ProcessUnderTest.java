package dev.gannet.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The executable of tests that start a process themselves: the edge host, or nats-server with
 * {@code -Dgannet.reference=...}. As an extension it leaves out a class of tests when that has not been packaged.
 */
public final class ProcessUnderTest implements BeforeAllCallback {
    public static final Path EXECUTABLE =
            Path.of(System.getProperty("gannet.reference", "bin/gannet-edge")).toAbsolutePath();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!ServerUnderTest.isReference() && !Files.exists(Path.of("target/gannet-edge.jar"))) {
            throw new TestAbortedException("the edge host is tested when it has been packaged");
        }
    }
}
