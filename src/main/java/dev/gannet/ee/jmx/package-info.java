/** The server in the JVM's own management: what {@link dev.gannet.jmx} shows, while clients can connect. */
@NullMarked
package dev.gannet.ee.jmx;

import org.jspecify.annotations.NullMarked;
