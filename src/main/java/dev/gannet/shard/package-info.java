/**
 * What is durable before anything becomes of it: entries of shards in a log, which is committed as a whole and replayed
 * in order. Whoever is above the port {@link dev.gannet.shard.ShardLog} does not know whether one disk commits or most
 * servers of a group do.
 */
@NullMarked
package dev.gannet.shard;

import org.jspecify.annotations.NullMarked;
