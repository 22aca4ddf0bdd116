/** How fast a consumer may send, and how much it reads ahead. */
@NullMarked
package dev.gannet.jetstream.delivery.pace;

import org.jspecify.annotations.NullMarked;
