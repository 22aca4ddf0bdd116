/**
 * Bytes on their way to a socket: what is staged for a peer in the current turn of an event loop, what waits because
 * the socket took no more, and what is written once for many peers. It knows neither sockets nor subjects.
 */
@NullMarked
package dev.gannet.outbound;

import org.jspecify.annotations.NullMarked;
