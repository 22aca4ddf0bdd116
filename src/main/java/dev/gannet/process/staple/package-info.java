/**
 * Where the JVM's TLS has our staple from (see docs/adr). The JVM staples what a responder answers, and asks the responder
 * by its URL; the handler of URLs that begin with {@code staple:} is in a package of this name, which is how the JVM
 * finds it.
 */
@NullMarked
package dev.gannet.process.staple;

import org.jspecify.annotations.NullMarked;
