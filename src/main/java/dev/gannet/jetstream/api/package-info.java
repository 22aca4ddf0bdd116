/**
 * The JetStream API: requests on {@code $JS.API.>} in every account, what they say, and their answers. What is asked is
 * done by {@link dev.gannet.jetstream.Streams}.
 */
@NullMarked
package dev.gannet.jetstream.api;

import org.jspecify.annotations.NullMarked;
