/** The loop that streams belong to, and those who read for it what is not in memory. */
@NullMarked
package dev.gannet.jetstream.loop;

import org.jspecify.annotations.NullMarked;
