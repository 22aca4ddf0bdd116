package dev.gannet.api;

import java.io.Serializable;

/**
 * Where an application gets connections that the container pools: an object of the resource adapter, looked up or
 * injected with {@code @Resource}.
 */
public interface MessagingConnectionFactory extends Serializable {
    /**
     * Returns a connection; to close it gives it back.
     *
     * @throws MessagingException if no server answers
     */
    MessagingConnection getConnection();
}
