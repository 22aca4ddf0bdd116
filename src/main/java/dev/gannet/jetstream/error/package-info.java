/** What can be wrong with what JetStream is asked for: codes and texts, all in one table. */
@NullMarked
package dev.gannet.jetstream.error;

import org.jspecify.annotations.NullMarked;
