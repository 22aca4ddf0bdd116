/**
 * Messaging for applications over TCP, to any NATS server: {@code gannet-client.jar} in an application's
 * {@code WEB-INF/lib}, beside jnats.
 */
@NullMarked
package dev.gannet.client;

import org.jspecify.annotations.NullMarked;
