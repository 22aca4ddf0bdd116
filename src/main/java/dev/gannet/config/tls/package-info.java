/**
 * Certificates and keys: their files, which names they have in {@code nats.conf}, and who they say that somebody is. Only
 * the JDK's own cryptography; no sockets.
 */
@NullMarked
package dev.gannet.config.tls;

import org.jspecify.annotations.NullMarked;
