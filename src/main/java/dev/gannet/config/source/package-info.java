/**
 * Where settings come from: the command line, the file {@code nats.conf}, and what each of their keys and flags means.
 * In: arguments and a file's name. Out: a {@link dev.gannet.config.ServerConfig}, or what is wrong.
 */
@NullMarked
package dev.gannet.config.source;

import org.jspecify.annotations.NullMarked;
