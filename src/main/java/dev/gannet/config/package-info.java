/**
 * Every setting, as records that check themselves: plain data that each part reads and none changes.
 *
 * <p>They are filled from three places, later ones first: the command line, the {@code nats.conf} file, the defaults
 * that stand in the records.
 */
@NullMarked
package dev.gannet.config;

import org.jspecify.annotations.NullMarked;
