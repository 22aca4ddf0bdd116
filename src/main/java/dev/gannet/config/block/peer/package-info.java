/**
 * Readers of the blocks about other servers: {@code cluster}, {@code gateway}, {@code leafnodes}. In: a block's values. Out:
 * a record of {@code config.peer}, and what is wrong with the block.
 */
@NullMarked
package dev.gannet.config.block.peer;

import org.jspecify.annotations.NullMarked;
