/**
 * Messaging as beans: what an application injects, the extension that finds its annotated methods, and when they are
 * started and stopped. {@code gannet-client.jar} in an application's {@code WEB-INF/lib}, beside jnats.
 */
@NullMarked
package dev.gannet.client.bean;

import org.jspecify.annotations.NullMarked;
