/**
 * Clients in the server's own JVM, without a socket: what they send is handed over as bytes of the client protocol, and
 * so is what they are sent. In all else they are clients as others are.
 */
@NullMarked
package dev.gannet.inprocess;

import org.jspecify.annotations.NullMarked;
