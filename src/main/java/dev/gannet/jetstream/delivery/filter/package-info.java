/** Which filters match a subject, of many. */
@NullMarked
package dev.gannet.jetstream.delivery.filter;

import org.jspecify.annotations.NullMarked;
