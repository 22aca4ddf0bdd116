package dev.gannet.client.inprocess;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * A server in this JVM: given what takes its bytes, it returns what takes the program's. What both keep to is said where
 * the server makes connections (docs/adr/0020). The types are the JDK's own, so that it does not matter which class loader
 * the server's classes have.
 */
@FunctionalInterface
public interface InProcessServer {
    /** Where the server's application puts it in JNDI. */
    String JNDI_NAME = "java:global/gannet/in-process";

    /**
     * Connects.
     *
     * @throws IllegalStateException if the server takes no connections now
     */
    WritableByteChannel connect(Consumer<ByteBuffer> receiver);

    /** Returns the server whose application runs in this container, or null if there is none now. */
    @SuppressWarnings({"unchecked", "BanJNDI"}) // The name is a constant, and nobody else binds it.
    static @Nullable InProcessServer inContainer() {
        try {
            return new InitialContext().lookup(JNDI_NAME) instanceof Function<?, ?> server
                    ? ((Function<Consumer<ByteBuffer>, WritableByteChannel>) server)::apply
                    : null;
        } catch (NamingException e) {
            return null; // Nothing has that name, or nothing has names here.
        }
    }
}
