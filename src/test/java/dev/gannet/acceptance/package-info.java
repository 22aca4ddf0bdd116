/**
 * The promises of NATS, as its Java client sees them, a class a feature. Each test holds for nats-server too: run it with
 * {@code -Dgannet.reference=/path/to/nats-server} before it counts.
 */
@NullMarked
package dev.gannet.acceptance;

import org.jspecify.annotations.NullMarked;
