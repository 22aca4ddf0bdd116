/** JetStream: streams of messages that last, as the rest of the server sees them. */
@NullMarked
package dev.gannet.jetstream;

import org.jspecify.annotations.NullMarked;
