/**
 * What has to be read from the disk before something can be answered: it is named where it is missed, and read on a
 * thread that may wait.
 */
@NullMarked
package dev.gannet.store.fetch;

import org.jspecify.annotations.NullMarked;
