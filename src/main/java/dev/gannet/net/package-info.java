/**
 * Sockets and the event loops that serve them: listeners, reading and flushing, partial writes, ends of connections. The
 * only package that knows channels and selectors.
 */
@NullMarked
package dev.gannet.net;

import org.jspecify.annotations.NullMarked;
