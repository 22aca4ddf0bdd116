/**
 * Pages over HTTP where no container has a listener for them: the JDK's own server, with a bound on everything.
 */
@NullMarked
package dev.gannet.monitor.http;

import org.jspecify.annotations.NullMarked;
