/** What consumers are told to be: read, checked, written. */
@NullMarked
package dev.gannet.jetstream.config.consumer;

import org.jspecify.annotations.NullMarked;
