/**
 * What an application says to messaging: publish, request, subscribe. Plain Java: neither the container nor a client
 * library is in a signature, so the same code runs over TCP to any NATS server and inside the server's own JVM.
 */
@NullMarked
package dev.gannet.api;

import org.jspecify.annotations.NullMarked;
