/**
 * The language of {@code nats.conf}: from the text of a file, and of those that it includes, to a tree of values that
 * know where they stand. What the keys mean is not known here.
 */
@NullMarked
package dev.gannet.config.conf;

import org.jspecify.annotations.NullMarked;
