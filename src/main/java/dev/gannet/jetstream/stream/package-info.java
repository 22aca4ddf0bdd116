/**
 * What becomes of the entries of a log: streams and their messages. From the same entries it makes the same bytes, wherever
 * and whenever that is; so nothing here asks a clock, a client or a setting, and nothing is sent from here.
 */
@NullMarked
package dev.gannet.jetstream.stream;

import org.jspecify.annotations.NullMarked;
