/**
 * Readers of the blocks of {@code nats.conf}: each knows the keys of one, and makes the record of what they say. In: a
 * block's values. Out: a record of {@code config}, and what is wrong with the block.
 */
@NullMarked
package dev.gannet.config.block;

import org.jspecify.annotations.NullMarked;
