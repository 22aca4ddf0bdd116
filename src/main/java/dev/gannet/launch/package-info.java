/**
 * Starts the server inside Payara Micro, as one process with nats-server's command line: it reads the flags before the
 * container starts, gives the container the options that follow from them, and ends the process when the server has
 * ended or could not start. The server itself is the application that the container deploys.
 *
 * <p>Of the container nothing is compiled against: it is reached by the names of two classes. Of the application the
 * launcher learns through JMX, whose types both see as the same.
 */
@NullMarked
package dev.gannet.launch;

import org.jspecify.annotations.NullMarked;
