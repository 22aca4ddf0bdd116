/**
 * The edge host: one server as one process, started with nats-server's command line, without a container. What it shares
 * with other processes is in {@code dev.gannet.process}; its own are the monitoring's HTTP listener, and a start that is
 * over in a fraction of a second.
 */
@NullMarked
package dev.gannet.edge;

import org.jspecify.annotations.NullMarked;
