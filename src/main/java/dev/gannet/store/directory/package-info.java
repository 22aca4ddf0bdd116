/**
 * The directory in which a server keeps its streams: where it is when nobody says, whose it is, and that one server at a
 * time uses it. What is in it is described in docs/storage-format.md.
 */
@NullMarked
package dev.gannet.store.directory;

import org.jspecify.annotations.NullMarked;
