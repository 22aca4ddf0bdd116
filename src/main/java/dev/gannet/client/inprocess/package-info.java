/**
 * The way to a server in the same JVM: no socket between them, and the same protocol. {@link
 * dev.gannet.client.inprocess.InProcessMessaging} is for messages, {@link dev.gannet.client.inprocess.InProcessPort}
 * carries jnats for all else.
 */
@NullMarked
package dev.gannet.client.inprocess;

import org.jspecify.annotations.NullMarked;
