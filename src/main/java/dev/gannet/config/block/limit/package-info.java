/** Reads the limits that nats-server does not have. */
@NullMarked
package dev.gannet.config.block.limit;

import org.jspecify.annotations.NullMarked;
