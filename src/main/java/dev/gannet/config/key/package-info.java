/**
 * What readers of {@code nats.conf} are made of: tables of keys, a key with its value, and everything that is to be said
 * about a configuration. In: what {@code config.conf} has parsed. Out: values, or errors in the reference server's words.
 */
@NullMarked
package dev.gannet.config.key;

import org.jspecify.annotations.NullMarked;
