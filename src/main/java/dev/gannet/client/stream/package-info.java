/** Methods that are called for the messages of a stream: a durable consumer, pulled from, and what becomes of messages. */
@NullMarked
package dev.gannet.client.stream;

import org.jspecify.annotations.NullMarked;
