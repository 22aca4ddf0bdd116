/**
 * What a stream is told to be: its configuration as records, read from and written as the reference's JSON, and the
 * rules about what may be asked for and what may be changed.
 *
 * <p>Texts are as on the wire: each char is a byte.
 */
@NullMarked
package dev.gannet.jetstream.config;

import org.jspecify.annotations.NullMarked;
