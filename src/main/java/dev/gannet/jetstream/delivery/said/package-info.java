/** What clients say to consumers: requests for messages, and what becomes of those that they got. */
@NullMarked
package dev.gannet.jetstream.delivery.said;

import org.jspecify.annotations.NullMarked;
