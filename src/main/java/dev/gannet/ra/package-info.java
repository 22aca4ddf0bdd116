/**
 * The resource adapter for applications, {@code gannet.rar}: connections that the container pools, and message-driven
 * beans that are told of messages. It reaches a server over TCP, or in its own JVM without a socket.
 *
 * <p>Names of properties and of their accessors are those that the Jakarta Connectors specification asks for.
 */
@NullMarked
package dev.gannet.ra;

import org.jspecify.annotations.NullMarked;
