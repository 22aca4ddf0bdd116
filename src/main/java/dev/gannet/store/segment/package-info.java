/**
 * The messages of one stream: records in segment files, an index of them, and what is known of each subject. What a
 * checkpoint made durable is found again, and what is damaged is named. It decides nothing about a message: which ones
 * are kept is the stream's business.
 *
 * <p>Words: a <em>segment</em> is what nats-server calls a block, a <em>record</em> is a message as it lies in one. An
 * <em>entry</em> is a sequence's place in an index, also of a sequence that has no message (a <em>gap</em>).
 */
@NullMarked
package dev.gannet.store.segment;

import org.jspecify.annotations.NullMarked;
