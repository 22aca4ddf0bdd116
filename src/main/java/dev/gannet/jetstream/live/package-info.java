/**
 * Streams at work: messages go from event loops through the log to the loop that applies it, and answers come back. Threads,
 * timers and files are here, so that what is decided ({@code jetstream.stream}) knows nothing of them.
 */
@NullMarked
package dev.gannet.jetstream.live;

import org.jspecify.annotations.NullMarked;
