/** Sends the messages of streams to those who ask for them, and takes what these say of them. */
@NullMarked
package dev.gannet.jetstream.delivery;

import org.jspecify.annotations.NullMarked;
