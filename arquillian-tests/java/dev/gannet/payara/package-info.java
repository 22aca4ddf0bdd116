/**
 * The WAR on Payara Micro, as a client, a browser and an administrator see it. One class has a container of its own, made by
 * Arquillian; the others share one in the tests' JVM, where they can look for what an application leaves behind.
 */
@NullMarked
package dev.gannet.payara;

import org.jspecify.annotations.NullMarked;
