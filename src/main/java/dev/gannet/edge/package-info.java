/**
 * The edge host: one server as one process, started with nats-server's command line, without a container. It brings what
 * a process has and a guest in somebody's JVM has not: signals, exit codes, log files, the monitoring's HTTP listener.
 *
 * <p>How long it takes to the first {@code PONG} is a feature: what runs before that uses no reflection, no regular
 * expressions, no formatter and no library.
 */
@NullMarked
package dev.gannet.edge;

import org.jspecify.annotations.NullMarked;
