/**
 * The bytes of a store's files: records, segment files, their indexes, and which of their entries have no message. It
 * knows the bytes and not what they mean together; docs/storage-format.md shows them.
 *
 * <p>Words: a <em>record</em> is a message as it lies in a segment file. An <em>entry</em> is a sequence's place in a
 * segment, also of a sequence that has no message.
 */
@NullMarked
package dev.gannet.store.record;

import org.jspecify.annotations.NullMarked;
