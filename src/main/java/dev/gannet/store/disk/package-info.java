/**
 * The files of the server: a small port that says what a disk promises, so that tests can put one below it that breaks
 * all others.
 */
@NullMarked
package dev.gannet.store.disk;

import org.jspecify.annotations.NullMarked;
