/**
 * The subjects of one stream, in little memory: what is known of each of its messages' subjects, found by its bytes and
 * listed in order. It knows nothing of files.
 */
@NullMarked
package dev.gannet.store.subjects;

import org.jspecify.annotations.NullMarked;
