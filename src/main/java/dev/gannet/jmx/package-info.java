/**
 * The server in the management of a JVM: beans under names of the domain {@code dev.gannet}, whose attributes and
 * operations have types of the JDK only, so that whoever looks needs no class of the server's. What there may be many of,
 * such as connections, has no bean each but is listed when asked for.
 */
@NullMarked
package dev.gannet.jmx;

import org.jspecify.annotations.NullMarked;
