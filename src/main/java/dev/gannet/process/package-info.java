/**
 * What a server has when a process is its own: an answer for each command line, signals, a log in nats-server's format, a
 * process id file, a ports file, and what it says before it ends. The edge host and the launcher are such processes, and
 * the application in the launcher's container belongs to one.
 *
 * <p>How long the edge host takes to the first {@code PONG} is a feature: what runs before that uses no reflection, no
 * regular expressions, no formatter and no library. Nothing here uses the engine, which the launcher does not load.
 */
@NullMarked
package dev.gannet.process;

import org.jspecify.annotations.NullMarked;
