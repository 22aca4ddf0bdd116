/**
 * Where settings come from: the file {@code nats.conf}, what a host has beside it, and what each of the keys means.
 * In: a file's name. Out: a {@link dev.gannet.config.ServerConfig}, or what is wrong.
 */
@NullMarked
package dev.gannet.config.source;

import org.jspecify.annotations.NullMarked;
