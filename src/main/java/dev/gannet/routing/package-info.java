/**
 * A message's way from its publisher to its subscribers: may it be published, who gets it, and the bytes that each of
 * them gets. What can be known of a subject beforehand is resolved once into a plan and kept.
 */
@NullMarked
package dev.gannet.routing;

import org.jspecify.annotations.NullMarked;
