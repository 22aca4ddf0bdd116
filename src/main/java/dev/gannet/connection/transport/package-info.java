/** What a connection asks of the socket and the event loop that carry it, and what those tell it. */
@NullMarked
package dev.gannet.connection.transport;

import org.jspecify.annotations.NullMarked;
