/** What JetStream tells everybody who listens: advisories about requests to its API and about what became of streams. */
@NullMarked
package dev.gannet.jetstream.event;

import org.jspecify.annotations.NullMarked;
