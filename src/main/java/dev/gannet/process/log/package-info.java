/**
 * The log of a process in nats-server's format: on standard error, in a file that is set aside when it is large, or in the
 * system's log. Where it goes and what it holds may be changed while it is written.
 */
@NullMarked
package dev.gannet.process.log;

import org.jspecify.annotations.NullMarked;
