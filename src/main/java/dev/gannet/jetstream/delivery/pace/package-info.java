/** How fast a consumer may send. */
@NullMarked
package dev.gannet.jetstream.delivery.pace;

import org.jspecify.annotations.NullMarked;
