/** What streams that are followed have to tell: what has come since they were asked last, and what has gone. */
@NullMarked
package dev.gannet.jetstream.tail;

import org.jspecify.annotations.NullMarked;
