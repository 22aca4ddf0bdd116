/** The server in the JVM's own management: {@link dev.gannet.monitor.ServerMXBean} under a name, while clients can connect. */
@NullMarked
package dev.gannet.ee.jmx;

import org.jspecify.annotations.NullMarked;
